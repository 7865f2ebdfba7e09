/* Loss against updates, and what else each update had. */

/* A mean over about a twenty-fifth of the points around each, so that noise of batches does not hide the way. */
function smoothed(points) {
  const reach = Math.floor(points.length / 50);
  let sum = 0;
  const sums = [0].concat(points.map(p => sum += p.loss));
  return points.map((p, i) => {
    const from = Math.max(0, i - reach);
    const to = Math.min(points.length, i + reach + 1);
    return {step: p.step, loss: (sums[to] - sums[from]) / (to - from)};
  });
}

function stepAxis(more) {
  const last = Math.max(1, ...shownArms().map(arm => arm.points[arm.points.length - 1].step));
  return xAxis('update', Object.assign({min: 0, max: last, splitNumber: 6, minInterval: 1, axisLabel: {color: css('--muted'), hideOverlap: true, showMaxLabel: false, formatter: short}}, more));
}

function lossSeries(arm) {
  const colour = armColour(arm);
  const trained = arm.points.filter(p => p.loss !== null);
  const held = arm.points.filter(p => p.heldOut !== null);
  const line = (points, value, style, more) => Object.assign({
    type: 'line', showSymbol: false, symbolSize: 3, lineStyle: Object.assign({color: colour}, style), itemStyle: {color: colour},
    data: points.map(p => ({value: [p.step, p[value]], tip: [capital(arm.label), (value === 'heldOut' ? 'held-out loss ' : 'training loss ') + digits(p[value]), 'update ' + p.step]})),
  }, more);
  return [
    line(trained, 'loss', {width: 1, opacity: .2}, {z: 2, silent: true}),
    line(smoothed(trained), 'loss', {width: 1.75, type: 'solid'}, {z: 3}),
    line(held, 'heldOut', {width: 2, type: [5, 4]}, {z: 4, showSymbol: true, showAllSymbol: true, symbol: armSymbol(arm), symbolSize: held.length > 40 ? 5 : 9}),
  ];
}

function lossOption() {
  const arms = shownArms();
  return arms.length === 0 ? null : {
    grid: {left: 48, right: 14, top: 34, bottom: 46}, xAxis: stepAxis(), yAxis: yAxis('Loss (nats a token)', {scale: true}), series: arms.flatMap(lossSeries),
  };
}

const UPDATES = [
  {key: 'gradientNorm', label: 'Gradient norm, before clipping', unit: 'norm'},
  {key: 'learningRate', label: 'Learning rate', unit: 'rate'},
  {key: 'tokens', label: 'Learned tokens of the batch', unit: 'tokens'},
];

function updateOption(measure) {
  const series = shownArms().map(arm => ({
    type: 'line', showSymbol: false, symbolSize: 3, lineStyle: {color: armColour(arm), width: 1.25}, itemStyle: {color: armColour(arm)},
    data: arm.points.filter(p => p[measure.key] !== null).map(p => ({value: [p.step, p[measure.key]], tip: [capital(arm.label), measure.label + ' ' + digits(p[measure.key]), 'update ' + p.step]})),
  })).filter(one => one.data.length > 0);
  return series.length === 0 ? null : {grid: {left: 56, right: 14, top: 30, bottom: 42}, xAxis: stepAxis({splitNumber: 4, nameGap: 26}), yAxis: yAxis(measure.unit, {splitNumber: 4}), series};
}

function trainingCsv() {
  const rows = [['run', 'step', 'loss_nats_per_token', 'held_out_loss_nats_per_token', 'gradient_norm', 'learning_rate', 'tokens']];
  for (const arm of shownArms()) {
    arm.points.forEach(p => rows.push([arm.name, p.step, p.loss, p.heldOut, p.gradientNorm, p.learningRate, p.tokens]));
  }
  return rows;
}

wirePage({training: trainingCsv});
chart(document.getElementById('chart-loss'), lossOption);
cells(document.getElementById('chart-updates'), UPDATES, measure => measure.label, updateOption);
