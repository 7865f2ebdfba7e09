/* The common part of all charts. */

const charts = [];

/*
 * Draws a chart into an element and again whenever arms, colours or width change.
 * make(width) gives what ECharts wants, or null for nothing to draw, and may add after(instance),
 * which runs once that is drawn; click(point) is optional.
 */
function chart(target, make, click) {
  if (!target) return;
  const instance = echarts.init(target, null, {renderer: 'svg'});
  const draw = () => {
    const wanted = make(target.clientWidth);
    instance.clear();
    if (!wanted) return;
    const {after, ...option} = wanted;
    instance.setOption(Object.assign(common(), option));
    if (after) after(instance);
  };
  let width = target.clientWidth;
  new ResizeObserver(() => {
    if (target.clientWidth === width) return;
    width = target.clientWidth;
    instance.resize();
    draw();
  }).observe(target);
  if (click) instance.on('click', event => event.data && click(event.data));
  charts.push({instance, draw});
  onChange(draw);
  draw();
}

function common() {
  return {
    animation: false,
    textStyle: {fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif', color: css('--ink')},
    tooltip: {
      trigger: 'item', confine: true, transitionDuration: 0, backgroundColor: css('--paper'), borderColor: css('--line'),
      textStyle: {color: css('--ink')}, formatter: event => event.data && event.data.tip ? tip(event.data.tip) : '',
    },
  };
}

/* A tooltip of lines, the first one bold; text stays text. */
function tip(lines) {
  const box = element('div', 'tip');
  lines.forEach((line, i) => box.append(element(i === 0 ? 'b' : 'div', '', line)));
  return box;
}

function axis(more) {
  return Object.assign({
    type: 'value', axisLine: {show: true, lineStyle: {color: css('--muted')}}, axisTick: {show: true},
    axisLabel: {color: css('--muted'), hideOverlap: true, formatter: short}, splitLine: {lineStyle: {color: css('--line'), opacity: .7}},
    nameTextStyle: {color: css('--ink')},
  }, more);
}

/* An x axis with its title below, and a y axis with its title above, so that both read level. */
function xAxis(name, more) {
  return axis(Object.assign({name, nameLocation: 'middle', nameGap: 28}, more));
}

function yAxis(name, more) {
  return axis(Object.assign({name, nameLocation: 'end', nameGap: 10, nameTextStyle: {color: css('--ink'), align: 'left', padding: [0, 0, 0, -36]}}, more));
}

/* An area between two lines through [x, low, high]. */
function band(points, colour, grid) {
  return {
    type: 'custom', silent: true, z: 1, xAxisIndex: grid, yAxisIndex: grid, encode: {x: 0, y: [1, 2]}, data: points,
    renderItem: (params, api) => {
      if (params.dataIndex !== 0) return undefined;
      const up = points.map(p => api.coord([p[0], p[2]]));
      const down = points.map(p => api.coord([p[0], p[1]])).reverse();
      return {type: 'polygon', shape: {points: up.concat(down)}, style: {fill: colour, opacity: .12}};
    },
  };
}

/* Bars from low to high; each item's value is [x, y, low, high], with both ends along one axis. */
function intervals(items, along, colour, more) {
  return Object.assign({
    type: 'custom', silent: true, z: 2, encode: along === 'x' ? {x: [2, 3], y: 1} : {x: 0, y: [2, 3]}, data: items.map(item => item.value),
    renderItem: (params, api) => {
      const item = items[params.dataIndex];
      const [x, y, low, high] = item.value;
      const shift = item.shift || 0;
      const a = along === 'x' ? api.coord([low, y]) : api.coord([x, low]);
      const b = along === 'x' ? api.coord([high, y]) : api.coord([x, high]);
      return {type: 'line', shape: {x1: a[0], y1: a[1] + shift, x2: b[0], y2: b[1] + shift},
        style: {stroke: item.colour || colour, lineWidth: 1.5, opacity: item.opacity || 1, fill: null}};
    },
  }, more);
}
