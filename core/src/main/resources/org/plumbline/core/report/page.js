/* What every page knows: its data, the colours of the moment, numbers and files. */

const data = JSON.parse(document.getElementById('data').textContent);
const listeners = [];
let printing = false;

const PALETTE = {
  light: ['#D55E00', '#0072B2', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#000000', '#A89A00'],
  dark: ['#E8753A', '#3A96D6', '#1FB58C', '#D993B9', '#E69F00', '#7CC6F0', '#FFFFFF', '#F0E442'],
};
const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond', 'path://M0,0L10,0L5,9Z', 'path://M4,0L6,0L6,4L10,4L10,6L6,6L6,10L4,10L4,6L0,6L0,4L4,4Z', 'path://M5,0L10,5L8,10L2,10L0,5Z', 'roundRect'];
const darkWish = window.matchMedia('(prefers-color-scheme: dark)');

function dark() {
  return darkWish.matches && !printing;
}

function colour(number) {
  return PALETTE[dark() ? 'dark' : 'light'][number % 8];
}

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function onChange(listener) {
  listeners.push(listener);
}

function changed() {
  listeners.forEach(listener => listener());
}

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

/* A number to the second digit of its uncertainty, or to three digits. */
function digits(value, uncertainty) {
  if (value === null || value === undefined || !Number.isFinite(value)) return 'unknown';
  const decimals = uncertainty > 0
    ? 1 - Math.floor(Math.log10(uncertainty))
    : value === 0 || Number.isInteger(value) ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.min(Math.max(decimals, 0), 9)).replace('-', '\u2212');
}

/* Axis labels and tooltips: no needless zeros. */
function short(value) {
  return String(Number(value.toPrecision(4))).replace('-', '\u2212');
}

function capital(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function cut(text, length) {
  return text.length > length ? text.slice(0, length - 1) + '\u2026' : text;
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/* A row of cells as a line of CSV; text that a spreadsheet would take for a formula is quoted away. */
function csvLine(cells) {
  return cells.map(cell => {
    if (cell === null || cell === undefined) return '';
    if (typeof cell === 'number') return String(cell);
    const text = /^[=+\-@\t\r]/.test(cell) ? "'" + cell : String(cell);
    return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }).join(',');
}

function download(name, rows) {
  const blob = new Blob(['\uFEFF' + rows.map(csvLine).join('\r\n') + '\r\n'], {type: 'text/csv'});
  const link = element('a');
  link.href = URL.createObjectURL(blob);
  link.download = name + '.csv';
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

/* Draws again when the reader's colours change, and for paper. */
function followReader() {
  darkWish.addEventListener('change', changed);
  window.addEventListener('beforeprint', () => {
    printing = true;
    document.querySelectorAll('details').forEach(details => { details.open = true; });
    changed();
  });
  window.addEventListener('afterprint', () => {
    printing = false;
    changed();
  });
}
