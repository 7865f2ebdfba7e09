/* Joins what every page has: the choice of arms, the verdict, downloads, paper. */

function drawSwatches() {
  document.querySelectorAll('[data-swatch]').forEach(svg => {
    const arm = report.arms[Number(svg.dataset.swatch)];
    const colour = armColour(arm);
    const namespace = 'http://www.w3.org/2000/svg';
    const line = document.createElementNS(namespace, 'path');
    line.setAttribute('d', 'M0,7H30');
    line.setAttribute('stroke', colour);
    line.setAttribute('stroke-width', '2');
    const shapes = ['M10,7a5,5 0 1,0 10,0a5,5 0 1,0 -10,0', 'M15,2L20,12L10,12Z', 'M10,2H20V12H10Z', 'M15,1L21,7L15,13L9,7Z', 'M10,2L20,2L15,12Z', 'M14,2H16V6H20V8H16V12H14V8H10V6H14Z', 'M15,2L20,7L18,12L12,12L10,7Z', 'M11,2H19V12H11Z'];
    const shape = document.createElementNS(namespace, 'path');
    shape.setAttribute('d', shapes[arm.colour]);
    shape.setAttribute('fill', colour);
    svg.replaceChildren(line, shape);
  });
}

function wireArms() {
  document.querySelectorAll('[data-arm]').forEach(box => {
    box.checked = true;
    box.addEventListener('change', () => {
      shown[Number(box.dataset.arm)] = box.checked;
      changed();
    });
  });
}

function wireVerdict() {
  const button = document.getElementById('copy-verdict');
  button.hidden = false;
  button.addEventListener('click', async () => {
    const verdict = document.getElementById('verdict');
    const text = [...verdict.querySelectorAll('p')].map(p => p.textContent).join('\n');
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch (refused) {
      getSelection().selectAllChildren(verdict);
      done = document.execCommand('copy');
    }
    document.getElementById('copied').textContent = done ? 'Copied.' : 'Selected; copy it with your keyboard.';
  });
}

function cells(target, items, title, option, click) {
  if (!target) return;
  items.forEach(item => {
    const cell = element('div', 'cell');
    const place = element('div', 'chart');
    cell.append(element('h4', '', title(item)), place);
    target.append(cell);
    chart(place, width => option(item, width), click);
  });
}

/* Everything a page needs but its own charts; csv gives the rows of each download by its name. */
function wirePage(csv) {
  document.querySelectorAll('[data-csv]').forEach(button => {
    button.addEventListener('click', () => download(button.dataset.csv, csv[button.dataset.csv]()));
  });
  wireArms();
  wireVerdict();
  onChange(drawSwatches);
  drawSwatches();
  followReader();
}
