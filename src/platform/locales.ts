/** The languages there are: each is one file of `_locales`, and says its own name. Folder -> name. */
const names = import.meta.glob<{ message: string }>('../../public/_locales/*/messages.json', {
  eager: true,
  import: 'locale_name',
});

export const LOCALES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(names).map(([path, { message }]) => [path.split('/').at(-2)!, message]),
);
