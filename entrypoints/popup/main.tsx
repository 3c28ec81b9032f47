document.title = 'Gamekeeper';
