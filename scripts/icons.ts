/** Draws `public/icon/{16,32,48,128}.png` from `public/icon/mark.svg`. Run after the drawing has changed. */
import { readFile } from 'node:fs/promises';
import puppeteer from 'puppeteer';
import { findBrowser } from './browsers.ts';

const FOLDER = new URL('../public/icon/', import.meta.url);
const svg = await readFile(new URL('mark.svg', FOLDER), 'utf8');
const executablePath = await findBrowser('chromium', console.log);
const browser = await puppeteer.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const page = await browser.newPage();
  for (const size of [16, 32, 48, 128] as const) {
    await page.setViewport({ width: size, height: size });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
    await page.screenshot({ path: new URL(`${size}.png`, FOLDER).pathname as `${string}.png`, omitBackground: true });
  }
} finally {
  await browser.close();
}
