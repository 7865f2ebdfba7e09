/* Reward against KL, the frontier beside it, and what else moved. */

let squareRoot = false;
let whichGold = 'gold';

function scaled(kl) {
  return squareRoot ? Math.sign(kl) * Math.sqrt(Math.abs(kl)) : kl;
}

function klAxis(highest, more) {
  const label = {color: css('--muted'), hideOverlap: true, showMaxLabel: false, formatter: v => short(squareRoot ? v * Math.abs(v) : v)};
  return xAxis('KL to the initial policy (nats a sequence)' + (squareRoot ? ', square-root scale' : ''),
    Object.assign({axisLabel: label, min: extent => Math.min(0, extent.min), max: scaled(highest), splitNumber: 6}, more));
}

/* The mean over seeds at the steps that all of them have, with the band around it. */
function meanCurve(arm, reward) {
  const seeds = arm.curves.map(curve => new Map(curve.points.map(p => [p.step, p])));
  const points = [];
  for (const point of arm.curves[0].points) {
    const all = seeds.map(seed => seed.get(point.step));
    if (all.some(p => !p || !p[reward])) continue;
    const means = all.map(p => p[reward].mean);
    const error = all.length === 1 ? all[0][reward].standardError : null;
    const y = mean(means);
    points.push({
      step: point.step, kl: mean(all.map(p => p.klPerSequence)), y, error,
      low: all.length > 1 ? Math.min(...means) : error === null ? y : y - 1.96 * error,
      high: all.length > 1 ? Math.max(...means) : error === null ? y : y + 1.96 * error,
    });
  }
  return points;
}

function rewardName(reward) {
  return reward === 'proxy' ? 'proxy reward' : reward === 'gold' ? report.gold.unit : report.gold.secondUnit;
}

function pointTip(arm, point, reward) {
  const lines = [capital(arm.label), rewardName(reward) + ' ' + digits(point.y, (point.high - point.low) / 2)];
  if (point.high > point.low) lines.push((arm.curves.length > 1 ? 'seeds ' : '95 % interval ') + digits(point.low, (point.high - point.low) / 2) + ' to ' + digits(point.high, (point.high - point.low) / 2));
  lines.push('KL ' + digits(point.kl) + ' nats a sequence', 'step ' + point.step);
  if (hasSamples(point.step)) lines.push('click: texts of this step');
  return lines;
}

/* A line whose every n-th point has the arm's sign, so that dashes stay visible; the others are small, to be clicked. */
function rewardSeries(arm, reward, grid) {
  const colour = armColour(arm);
  const points = meanCurve(arm, reward);
  if (points.length === 0) return [];
  const dashed = reward === 'proxy';
  const axes = {xAxisIndex: grid, yAxisIndex: grid};
  const every = Math.ceil(points.length / 8);
  const offset = arm.colour % every;
  const line = Object.assign({
    type: 'line', z: 4, showAllSymbol: true, lineStyle: {color: colour, width: 2, type: dashed ? [5, 4] : 'solid'}, itemStyle: {color: colour}, emphasis: {scale: 1.5},
    data: points.map((p, i) => {
      const signed = i % every === offset || i === points.length - 1;
      return {value: [scaled(p.kl), p.y], symbol: signed ? armSymbol(arm) : 'circle', symbolSize: signed ? 9 : dashed ? 2 : 4, step: p.step, arm: arm.name, tip: pointTip(arm, p, reward)};
    }),
  }, axes);
  const series = [line];
  if (points.some(p => p.high > p.low)) series.push(band(points.map(p => [scaled(p.kl), p.low, p.high]), colour, grid));
  return series.concat(markSeries(arm, points, axes, reward));
}

/* Rings where the policy was reset, stars where early stopping would have stopped. */
function markSeries(arm, points, axes, reward) {
  const items = [];
  for (const mark of arm.curves.length === 1 ? arm.curves[0].marks : commonMarks(arm)) {
    const at = points.filter(p => p.step <= mark.step).pop();
    if (!at) continue;
    const star = mark.type === 'EARLY_STOP';
    items.push({
      value: [scaled(at.kl), at.y], step: at.step, arm: arm.name,
      symbol: star ? 'path://M10,0L12.9,6.6L20,7.3L14.6,12L16.2,19L10,15.3L3.8,19L5.4,12L0,7.3L7.1,6.6Z' : 'circle',
      symbolSize: star ? 18 : 14,
      itemStyle: {color: star ? armColour(arm) : 'transparent', borderColor: star ? css('--paper') : armColour(arm), borderWidth: star ? 1 : 1.5},
      tip: [star ? 'Early stopping would stop here' : 'Reset'].concat(pointTip(arm, at, reward)),
    });
  }
  return items.length === 0 ? [] : [Object.assign({type: 'scatter', z: 6, data: items}, axes)];
}

function commonMarks(arm) {
  const key = mark => mark.type + mark.step;
  const others = arm.curves.slice(1).map(curve => new Set(curve.marks.map(key)));
  return arm.curves[0].marks.filter(mark => others.every(set => set.has(key(mark))));
}

function highestKl() {
  return Math.max(...shownArms().flatMap(arm => meanCurve(arm, 'proxy').map(p => p.kl)), 1e-9) * 1.04;
}

/* Names at the lines' ends, moved down where they would lie on one another. */
function endLabels(instance, arms) {
  const placed = [];
  const ends = arms.map(arm => ({arm, end: meanCurve(arm, whichGold).pop()})).filter(e => e.end);
  const labels = ends.map(({arm, end}) => {
    const [x, y] = instance.convertToPixel({gridIndex: 0}, [scaled(end.kl), end.y]);
    const text = cut(arm.name, 16);
    return {arm, text, x: x + 9, y, width: 7.5 * text.length};
  }).sort((a, b) => a.y - b.y);
  for (const label of labels) {
    while (placed.some(p => Math.abs(p.y - label.y) < 14 && p.x < label.x + label.width && label.x < p.x + p.width)) label.y += 3;
    placed.push(label);
  }
  return labels.map(({arm, text, x, y}) => ({
    type: 'text', x, y, z: 20, silent: true,
    style: {text, fill: armColour(arm), stroke: css('--paper'), lineWidth: 3, fontSize: 12, fontWeight: 600, verticalAlign: 'middle'},
  }));
}

function curvesOption(width) {
  const arms = shownArms();
  const wide = width >= 480;
  const right = wide ? 84 : 14;
  const series = arms.flatMap(arm => rewardSeries(arm, whichGold, 0).concat(rewardSeries(arm, 'proxy', 1)));
  if (series.length === 0) return null;
  return {
    grid: [{left: 48, right, top: 34, height: '50%'}, {left: 48, right, bottom: 46, height: '24%'}],
    xAxis: [klAxis(highestKl(), {gridIndex: 0, name: '', axisLabel: {show: false}}), klAxis(highestKl(), {gridIndex: 1})],
    yAxis: [yAxis(wide || rewardName(whichGold).length < 44 ? 'Gold: ' + rewardName(whichGold) : 'Gold reward', {gridIndex: 0, scale: true}), yAxis('Proxy reward', {gridIndex: 1, scale: true, splitNumber: 3})],
    series, after: instance => wide && instance.setOption({graphic: endLabels(instance, arms)}),
  };
}

function curvesCsv() {
  const rows = [['arm', 'seed', 'step', 'kl_nats_per_sequence', 'proxy', 'proxy_se', 'gold', 'gold_se', 'second_gold', 'second_gold_se']];
  for (const arm of shownArms()) {
    for (const curve of arm.curves) {
      for (const p of curve.points) {
        const cells = reward => reward ? [reward.mean, reward.standardError] : [null, null];
        rows.push([arm.name, curve.seed, p.step, p.klPerSequence, ...cells(p.proxy), ...cells(p.gold), ...cells(p.secondGold)]);
      }
    }
  }
  return rows;
}

function bandsText() {
  const seeds = Math.max(...report.arms.map(arm => arm.curves.length));
  const marks = report.arms.flatMap(arm => arm.curves.flatMap(curve => curve.marks.map(mark => mark.type)));
  return (seeds > 1 ? 'Lines are means over seeds, bands reach from the lowest to the highest seed; an arm of one seed has a 95 % interval over prompts.' : 'One seed an arm; bands are 95 % intervals over prompts.')
    + (marks.includes('RESET') ? ' Ring: reset to the moving average.' : '')
    + (marks.includes('EARLY_STOP') ? ' Star: where early stopping would have stopped.' : '')
    + (report.samples.length ? ' Click a point to see the texts of its step.' : '');
}

function frontierOption() {
  const series = [];
  for (const arm of shownArms()) {
    const colour = armColour(arm);
    const points = report.frontier.filter(p => p.arm === arm.name);
    const complete = points.filter(p => p.seeds === p.outOf);
    if (points.length === 0) continue;
    const faint = p => p.dominated || p.seeds < p.outOf;
    series.push({type: 'line', symbol: 'none', silent: true, z: 3, lineStyle: {color: colour, width: 1.5, opacity: .45}, data: complete.map(p => [scaled(p.drift), p.reward])});
    series.push({
      type: 'scatter', z: 5, symbol: armSymbol(arm), symbolSize: 9,
      data: points.map(p => ({
        value: [scaled(p.drift), p.reward], itemStyle: {color: colour, opacity: faint(p) ? .25 : 1},
        tip: [capital(arm.label), 'gold at least ' + digits(p.reward), 'KL ' + digits(p.drift, p.standardError) + (p.standardError === null ? '' : ' \u00b1 ' + digits(p.standardError) + ' (standard error)'),
          p.seeds + ' of ' + p.outOf + (p.outOf === 1 ? ' seed' : ' seeds'), p.dominated ? 'another arm needs less KL' : 'no arm needs less KL'],
      })),
    });
    const bars = points.filter(p => p.standardError !== null);
    if (bars.length) series.push(intervals(bars.map(p => ({value: [scaled(p.drift), p.reward, scaled(Math.max(0, p.drift - p.standardError)), scaled(p.drift + p.standardError)], opacity: faint(p) ? .25 : 1})), 'x', colour));
  }
  if (series.length === 0) return null;
  const names = new Set(shownArms().map(arm => arm.name));
  const furthest = Math.max(...report.frontier.filter(p => names.has(p.arm)).map(p => p.drift + (p.standardError || 0)), 1e-9);
  return {grid: {left: 48, right: 14, top: 34, bottom: 46}, xAxis: klAxis(furthest * 1.04), yAxis: yAxis('Gold: ' + cut(report.gold.unit, 60), {scale: true}), series};
}

function frontierCsv() {
  const rows = [['arm', 'gold_at_least', 'kl_nats_per_sequence', 'standard_error', 'seeds', 'out_of', 'dominated']];
  report.frontier.forEach(p => rows.push([p.arm, p.reward, p.drift, p.standardError, p.seeds, p.outOf, String(p.dominated)]));
  return rows;
}

/* Small charts: a diagnostic against the proxy reward gained. */
function diagnosticOption(diagnostic) {
  const series = shownArms().map(arm => {
    const start = mean(arm.curves.map(curve => curve.points[0].proxy.mean));
    const points = meanCurve(arm, 'proxy').map(p => {
      const values = arm.curves.map(curve => curve.points.find(q => q.step === p.step).diagnostics[diagnostic.key]);
      return {step: p.step, gained: p.y - start, value: values.some(v => v === undefined) ? null : mean(values)};
    }).filter(p => p.value !== null);
    const colour = armColour(arm);
    return {
      type: 'line', symbol: armSymbol(arm), symbolSize: points.length > 60 ? 3 : 6, showAllSymbol: points.length <= 60, lineStyle: {color: colour, width: 1.5}, itemStyle: {color: colour},
      data: points.map(p => ({value: [p.gained, p.value], step: p.step, arm: arm.name, tip: [capital(arm.label), diagnostic.label + ' ' + digits(p.value) + ' ' + diagnostic.unit, 'proxy gained ' + digits(p.gained), 'step ' + p.step]})),
    };
  }).filter(series => series.data.length > 0);
  if (series.length === 0) return null;
  return {grid: {left: 44, right: 14, top: 30, bottom: 42}, xAxis: xAxis('proxy reward gained', {scale: true, splitNumber: 4, nameGap: 26}), yAxis: yAxis(diagnostic.unit, {scale: true, splitNumber: 4}), series};
}

function measuredDiagnostics() {
  return data.diagnostics.filter(d => report.arms.some(arm => arm.curves.some(c => c.points.some(p => d.key in p.diagnostics))));
}

function diagnosticsCsv() {
  const measured = measuredDiagnostics();
  const rows = [['arm', 'seed', 'step', 'proxy', ...measured.map(d => d.key.toLowerCase())]];
  for (const arm of shownArms()) {
    for (const curve of arm.curves) {
      curve.points.forEach(p => rows.push([arm.name, curve.seed, p.step, p.proxy.mean, ...measured.map(d => p.diagnostics[d.key])]));
    }
  }
  return rows;
}
