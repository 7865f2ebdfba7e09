/* The same prompts side by side. All text goes through textContent. */

const PAGE_OF_ROWS = 10;
const MOST_WORDS_COMPARED = 600;
let sampleStep = null;
let sampleLimit = PAGE_OF_ROWS;

function sampleSteps() {
  return distinct(report.samples.map(row => row.step)).sort((a, b) => a - b);
}

function hasSamples(step) {
  return report.samples.some(row => row.step === step);
}

function shownTexts(row) {
  const names = new Set(shownArms().map(arm => arm.name));
  return row.texts.filter(text => text.arm === 'initial' || names.has(text.arm));
}

/* Mean gold of the shown arms; the initial policy's own only if no arm is shown. */
function rowGold(row) {
  const texts = shownTexts(row).filter(text => text.gold !== null);
  const arms = texts.filter(text => text.arm !== 'initial');
  const used = arms.length ? arms : texts;
  return used.length ? mean(used.map(text => text.gold)) : null;
}

function orderedRows() {
  const filter = document.getElementById('sample-filter').value.trim().toLowerCase();
  const rows = report.samples.filter(row => row.step === sampleStep).map(row => ({row, gold: rowGold(row)}));
  rows.sort((a, b) => (a.gold === null ? 0 : a.gold) - (b.gold === null ? 0 : b.gold));
  rows.forEach((entry, i) => {
    const middle = Math.floor((rows.length - 1) / 2);
    entry.flag = entry.gold === null ? '' : i === 0 ? 'worst' : i === rows.length - 1 ? 'best' : i === middle ? 'median' : '';
  });
  const matches = ({row}) => row.prompt.toLowerCase().includes(filter) || shownTexts(row).some(text => text.completion.toLowerCase().includes(filter));
  const found = filter ? rows.filter(matches) : rows;
  const choice = document.getElementById('sample-choice').value;
  if (choice === 'best') found.reverse();
  return choice === 'extremes' && !filter && rows.some(entry => entry.flag) ? found.filter(entry => entry.flag) : found;
}

function drawSamples() {
  const target = document.getElementById('sample-rows');
  if (!target) return;
  const rows = orderedRows();
  const all = report.samples.filter(row => row.step === sampleStep).length;
  target.replaceChildren(...rows.slice(0, sampleLimit).map(sampleRow));
  document.getElementById('sample-count').textContent = Math.min(rows.length, sampleLimit) + ' of ' + all + ' prompts at step ' + sampleStep + '.';
  document.getElementById('sample-more').hidden = rows.length <= sampleLimit;
}

function sampleRow({row, gold, flag}) {
  const article = element('article', 'row');
  article.append(element('h3', '', row.prompt === '' ? '(no prompt)' : row.prompt));
  const meta = element('p', 'meta');
  if (flag) meta.append(element('span', 'badge', flag + ' by gold'));
  meta.append('seed ' + row.seed + (gold === null ? '' : ', mean gold ' + digits(gold)));
  article.append(meta);
  const texts = element('div', 'texts');
  const initial = row.texts.find(text => text.arm === 'initial');
  shownTexts(row).forEach(text => texts.append(textCard(text, initial)));
  article.append(texts);
  return article;
}

function textCard(text, initial) {
  const card = element('div', 'text-card');
  const arm = report.arms.find(a => a.name === text.arm);
  if (arm) card.style.borderTopColor = armColour(arm);
  card.append(element('h4', '', arm ? capital(arm.label) : 'Initial policy'));
  const written = element('p', 'written');
  if (text.completion.length > 400) written.tabIndex = 0;
  if (text.completion === '') written.append(element('i', '', '(nothing)'));
  else if (arm && initial) markChanges(written, initial.completion, text.completion.trimStart());
  else written.textContent = text.completion.trimStart();
  card.append(written);
  const scores = [['proxy', text.proxy], ['gold', text.gold], ['second gold', text.secondGold]].filter(s => s[1] !== null);
  card.append(element('p', 'scores', scores.map(s => s[0] + ' ' + digits(s[1])).join(', ')));
  return card;
}

/* Words of the text that are no part of the longest common subsequence with the initial policy's. */
function markChanges(target, before, after) {
  const old = before.split(/\s+/).filter(Boolean);
  const parts = after.split(/(\s+)/).filter(part => part !== '');
  const words = parts.filter(part => /\S/.test(part));
  if (old.length > MOST_WORDS_COMPARED || words.length > MOST_WORDS_COMPARED) {
    target.textContent = after;
    return;
  }
  const kept = commonWords(old, words);
  let index = 0;
  let run = null;
  let space = '';
  for (const part of parts) {
    if (!/\S/.test(part)) {
      space += part;
    } else if (kept.has(index++)) {
      target.append(space + part);
      run = null;
      space = '';
    } else {
      if (run) run.append(space + part);
      else {
        target.append(space);
        run = element('mark', '', part);
        target.append(run);
      }
      space = '';
    }
  }
  target.append(space);
}

function commonWords(a, b) {
  const lengths = Array.from({length: a.length + 1}, () => new Uint16Array(b.length + 1));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i][j] = a[i] === b[j] ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const kept = new Set();
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      kept.add(j++);
      i++;
    } else if (lengths[i + 1][j] >= lengths[i][j + 1]) i++;
    else j++;
  }
  return kept;
}

function showStep(step) {
  if (step === undefined || !hasSamples(step)) return;
  sampleStep = step;
  document.getElementById('sample-step').value = String(step);
  sampleLimit = PAGE_OF_ROWS;
  drawSamples();
  document.getElementById('samples').scrollIntoView({block: 'start'});
}

function samplesCsv() {
  const rows = [['step', 'prompt', 'seed', 'arm', 'completion', 'proxy', 'gold', 'second_gold']];
  for (const row of report.samples.filter(r => r.step === sampleStep)) {
    shownTexts(row).forEach(t => rows.push([row.step, row.prompt, row.seed, t.arm, t.completion, t.proxy, t.gold, t.secondGold]));
  }
  return rows;
}
