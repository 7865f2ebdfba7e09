/* The reward models: accuracy, calibration, agreement. */

const SLICE_SYMBOLS = ['circle', 'emptyCircle', 'diamond', 'emptyDiamond', 'triangle', 'emptyTriangle'];

/* Ensemble and average keep the colours that their arms have by default. */
function scorerColour(name) {
  const row = report.accuracies.find(a => a.scorer === name);
  const palette = PALETTE[dark() ? 'dark' : 'light'];
  return row && row.kind === 'ENSEMBLE' ? palette[1] : row && row.kind === 'AVERAGE' ? palette[2] : row && row.kind === 'MEMBER' ? css('--muted') : palette[0];
}

function distinct(values) {
  return [...new Set(values)];
}

function percent(share) {
  return short(100 * share) + ' %';
}

function accuracyOption(width) {
  const scorers = distinct(report.accuracies.map(a => a.scorer)).reverse();
  const slices = distinct(report.accuracies.map(a => a.slice));
  const step = Math.min(11, 24 / slices.length);
  const left = Math.min(width * .3, 20 + 7 * Math.max(...scorers.map(s => s.length)));
  const legendLines = Math.ceil(slices.reduce((sum, s) => sum + 40 + 7 * s.length, 0) / width);
  const series = slices.flatMap((slice, s) => {
    const shift = (s - (slices.length - 1) / 2) * step;
    const rows = report.accuracies.filter(a => a.slice === slice);
    const at = a => scorers.indexOf(a.scorer);
    return [
      {
        name: slice, type: 'scatter', z: 5, symbol: SLICE_SYMBOLS[s % 6], symbolSize: 9, symbolOffset: [0, shift], itemStyle: {color: css('--muted')},
        data: rows.map(a => ({
          value: [a.accuracy, at(a)], itemStyle: {color: scorerColour(a.scorer)},
          tip: [a.scorer, slice, digits(100 * a.accuracy, 50 * (a.high - a.low)) + ' % (95 % interval ' + digits(100 * a.low, 50 * (a.high - a.low)) + ' to ' + digits(100 * a.high, 50 * (a.high - a.low)) + ')', a.pairs + ' pairs'],
        })),
      },
      intervals(rows.map(a => ({value: [a.accuracy, at(a), a.low, a.high], colour: scorerColour(a.scorer), shift})), 'x'),
    ];
  });
  series.push({type: 'line', symbol: 'none', silent: true, data: [], markLine: {silent: true, symbol: 'none', label: {show: false}, lineStyle: {color: css('--muted'), type: 'dotted'}, data: [{xAxis: .5}]}});
  return {
    grid: {left, right: 24, top: 12 + 22 * legendLines, bottom: 46},
    legend: {top: 0, left: 0, itemWidth: 12, icon: undefined, data: slices, textStyle: {color: css('--ink')}, selectedMode: false},
    xAxis: xAxis('pairs ordered right', {min: extent => Math.max(0, Math.floor((Math.min(extent.min, .5) - .01) * 10) / 10), max: extent => Math.min(1, Math.ceil((extent.max + .01) * 10) / 10), axisLabel: {color: css('--muted'), formatter: percent, hideOverlap: true}}),
    yAxis: {type: 'category', data: scorers, axisTick: {show: false}, axisLine: {lineStyle: {color: css('--muted')}}, axisLabel: {color: css('--ink'), width: left - 12, overflow: 'truncate'}, splitLine: {show: true, lineStyle: {color: css('--line'), opacity: .5}}},
    series,
  };
}

function accuracyCsv() {
  return [['scorer', 'kind', 'slice', 'accuracy', 'low', 'high', 'pairs']].concat(report.accuracies.map(a => [a.scorer, a.kind.toLowerCase(), a.slice, a.accuracy, a.low, a.high, a.pairs]));
}

function calibrationOption() {
  const scorers = distinct(report.calibration.map(bin => bin.scorer));
  const members = new Set(report.accuracies.filter(a => a.kind === 'MEMBER').map(a => a.scorer));
  const joined = scorers.some(scorer => !members.has(scorer));
  const series = scorers.flatMap((scorer, s) => {
    const colour = scorerColour(scorer);
    // Members stand behind what is made of them: faint, and without intervals.
    const opacity = joined && members.has(scorer) ? .35 : 1;
    const bins = report.calibration.filter(bin => bin.scorer === scorer);
    return [
      {
        name: scorer, type: 'line', z: 4, symbol: SYMBOLS[s % SYMBOLS.length], symbolSize: 7, showAllSymbol: true, lineStyle: {color: colour, opacity, width: 1.5, type: ['solid', 'dashed', 'dotted'][s % 3]}, itemStyle: {color: colour, opacity},
        data: bins.map(bin => ({value: [bin.probability, bin.share], tip: [scorer, 'probability ' + percent(bin.probability), 'people agreed ' + digits(100 * bin.share, 50 * (bin.high - bin.low)) + ' %', bin.pairs + ' pairs']})),
      },
    ].concat(opacity < 1 ? [] : intervals(bins.map(bin => ({value: [bin.probability, bin.share, bin.low, bin.high]})), 'y', colour));
  });
  series.push({type: 'line', symbol: 'none', silent: true, lineStyle: {color: css('--muted'), type: 'dotted', width: 1}, data: [[0, 0], [1, 1]]});
  const label = {color: css('--muted'), formatter: percent, hideOverlap: true};
  return {
    grid: {left: 52, right: 20, top: 56, bottom: 46},
    legend: {top: 0, left: 0, data: scorers, textStyle: {color: css('--ink')}, selectedMode: false, type: 'scroll'},
    xAxis: xAxis('probability that the first is preferred', {min: 0, max: 1, axisLabel: label}), yAxis: yAxis('share of pairs in which it was', {min: 0, max: 1, axisLabel: label}), series,
  };
}

function calibrationCsv() {
  return [['scorer', 'probability', 'share', 'low', 'high', 'pairs']].concat(report.calibration.map(b => [b.scorer, b.probability, b.share, b.low, b.high, b.pairs]));
}

function agreementOption(matrix, width) {
  const size = matrix.scorers.length;
  const off = matrix.values.flatMap((row, i) => row.filter((v, j) => i !== j));
  const low = Math.min(...off, 1);
  const left = Math.min(width * .3, 28 + 7.5 * Math.max(...matrix.scorers.map(s => s.length)));
  const ramp = dark() ? ['#1e2d3a', '#56B4E9'] : ['#eef5fb', '#0a5a94'];
  const cells = matrix.values.flatMap((row, i) => row.map((value, j) => {
    const strong = (value - low) / (1 - low || 1) > .55;
    return {
      value: [j, size - 1 - i, value], label: {color: dark() ? (strong ? '#000' : '#fff') : (strong ? '#fff' : '#000')},
      tip: [matrix.scorers[i] + ' and ' + matrix.scorers[j], matrix.measure, short(value)],
    };
  }));
  const names = {type: 'category', axisTick: {show: false}, axisLine: {show: false}, splitArea: {show: false}};
  return {
    grid: {left, right: 8, top: 8, bottom: 58},
    xAxis: Object.assign({data: matrix.scorers, axisLabel: {color: css('--ink'), rotate: 35, width: 80, overflow: 'truncate', interval: 0}}, names),
    yAxis: Object.assign({data: [...matrix.scorers].reverse(), axisLabel: {color: css('--ink'), width: left - 10, overflow: 'truncate', interval: 0}}, names),
    visualMap: {show: false, min: low, max: 1, dimension: 2, inRange: {color: ramp}},
    series: [{type: 'heatmap', data: cells, itemStyle: {borderColor: css('--paper'), borderWidth: 2}, label: {show: size <= 12, fontSize: 11, formatter: event => short(Number(event.data.value[2].toFixed(2)))}}],
  };
}

function agreementCsv() {
  const rows = [['measure', 'first', 'second', 'value']];
  report.agreements.forEach(m => m.scorers.forEach((a, i) => m.scorers.forEach((b, j) => rows.push([m.measure, a, b, m.values[i][j]]))));
  return rows;
}
