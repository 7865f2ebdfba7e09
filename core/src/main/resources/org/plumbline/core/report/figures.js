/* Curves, bars and triangles of a page of charts. */

const DRAWINGS = {Lines: linesOption, Bars: barsOption, Triangle: triangleOption};
const ROWS = {Lines: linesCsv, Bars: barsCsv, Triangle: triangleCsv};

function legend(names, width) {
  const lines = Math.ceil(names.reduce((sum, name) => sum + 64 + 7 * name.length, 0) / Math.max(width, 1));
  return {height: 22 * lines, option: {top: 0, left: 0, itemWidth: 32, data: names, textStyle: {color: css('--ink')}, selectedMode: false}};
}

function linesOption(drawing, width) {
  const names = legend(drawing.lines.map(line => line.label), width);
  return {
    grid: {left: 56, right: 20, top: 34 + names.height, bottom: 46},
    legend: names.option,
    xAxis: xAxis(drawing.x, {scale: true}),
    yAxis: yAxis(drawing.y, {scale: true}),
    series: drawing.lines.map(line => ({
      name: line.label, type: 'line', showSymbol: line.points.length < 60, symbol: SYMBOLS[line.colour % 8], symbolSize: 6,
      lineStyle: {color: colour(line.colour), width: 2, type: line.dashed ? 'dashed' : 'solid'}, itemStyle: {color: colour(line.colour)},
      data: line.points.map(point => ({value: point, tip: [line.label, drawing.x + ' ' + short(point[0]), drawing.y + ' ' + short(point[1])]})),
    })),
  };
}

function barsOption(drawing, width) {
  const names = legend(drawing.series.map(series => series.label), width);
  const left = Math.min(width * .38, 20 + 7 * Math.max(...drawing.categories.map(name => name.length)));
  return {
    grid: {left, right: 24, top: 12 + names.height, bottom: 46},
    legend: names.option,
    xAxis: xAxis(drawing.x),
    yAxis: {type: 'category', inverse: true, data: drawing.categories, axisTick: {show: false}, axisLine: {lineStyle: {color: css('--muted')}}, axisLabel: {color: css('--ink'), width: left - 12, overflow: 'truncate', interval: 0}},
    series: drawing.series.map(series => ({
      name: series.label, type: 'bar', barMaxWidth: 14, itemStyle: {color: colour(series.colour)},
      data: series.values.map((value, i) => ({value, tip: [drawing.categories[i], series.label, drawing.x + ' ' + short(value)]})),
    })),
  };
}

/* The corners are left below, right below and above. */
function place(shares) {
  return [shares[1] + shares[2] / 2, shares[2] * Math.sqrt(3) / 2];
}

function triangleOption(drawing, width) {
  const corner = [[1, 0, 0], [0, 1, 0], [0, 0, 1]];
  const names = legend(drawing.marks.map(mark => mark.label), width);
  const side = Math.min(width - 40, (272 - names.height) / (Math.sqrt(3) / 2));
  const edge = (Math.max(width, 1) - side) / 2;
  const aligned = width < side + 160 ? ['left', 'right', 'center'] : ['center', 'center', 'center'];
  const label = (k, position) => ({show: true, position, align: aligned[k], color: css('--ink'), formatter: drawing.corners[k].replace(/[{}|]/g, ' '), width: width / 2 - 10, overflow: 'truncate'});
  return {
    grid: {left: edge, right: edge, top: 30 + names.height, height: side * Math.sqrt(3) / 2},
    legend: names.option,
    xAxis: {type: 'value', min: 0, max: 1, show: false},
    yAxis: {type: 'value', min: 0, max: Math.sqrt(3) / 2, show: false},
    series: [
      {type: 'line', silent: true, symbol: 'none', lineStyle: {color: css('--muted'), width: 1.5}, data: corner.concat([corner[0]]).map(place)},
      {type: 'scatter', silent: true, symbolSize: 1, data: corner.map((shares, k) => ({value: place(shares), label: label(k, k === 2 ? 'top' : 'bottom')}))},
    ].concat([1, 2, 3].flatMap(n => [0, 1, 2].map(k => {
      const ends = [0, 1].map(e => { const s = [0, 0, 0]; s[k] = n / 4; s[(k + 1 + e) % 3] = 1 - n / 4; return s; });
      return {type: 'line', silent: true, symbol: 'none', lineStyle: {color: css('--line'), width: 1}, data: ends.map(place)};
    }))).concat(drawing.marks.map(mark => ({
      name: mark.label, type: 'scatter', z: 5, symbol: SYMBOLS[mark.colour % 8], symbolSize: 13, itemStyle: {color: colour(mark.colour), opacity: .85},
      data: [{value: place(mark.shares), tip: [mark.label].concat(drawing.corners.map((name, k) => name + ' ' + digits(mark.shares[k], .005)))}],
    }))),
  };
}

function linesCsv(drawing) {
  return [['line', drawing.x, drawing.y]].concat(drawing.lines.flatMap(line => line.points.map(point => [line.label, point[0], point[1]])));
}

function barsCsv(drawing) {
  return [['category'].concat(drawing.series.map(series => series.label))].concat(drawing.categories.map((name, i) => [name].concat(drawing.series.map(series => series.values[i]))));
}

function triangleCsv(drawing) {
  return [['policy'].concat(drawing.corners)].concat(drawing.marks.map(mark => [mark.label].concat(mark.shares)));
}

data.figures.forEach((figure, i) => {
  const target = document.getElementById('chart-' + i);
  if (figure.drawing.kind === 'Bars') target.style.height = Math.max(180, 90 + figure.drawing.categories.length * (14 + 15 * figure.drawing.series.length)) + 'px';
  chart(target, width => DRAWINGS[figure.drawing.kind](figure.drawing, width));
});
document.querySelectorAll('[data-csv]').forEach(button => {
  const figure = data.figures[Number(button.dataset.csv)];
  button.addEventListener('click', () => download(figure.title, ROWS[figure.drawing.kind](figure.drawing)));
});
followReader();
