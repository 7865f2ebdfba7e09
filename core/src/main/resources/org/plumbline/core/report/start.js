/* Joins the page and the charts. */

function wireCurves() {
  const root = document.getElementById('sqrt');
  if (!root) return;
  root.checked = false;
  root.addEventListener('change', () => {
    squareRoot = root.checked;
    changed();
  });
  const gold = document.getElementById('which-gold');
  if (gold) {
    gold.value = 'gold';
    gold.addEventListener('change', () => {
      whichGold = gold.value;
      changed();
    });
  }
  document.getElementById('bands').textContent = bandsText();
}

function wireSamples() {
  const select = document.getElementById('sample-step');
  if (!select) return;
  const steps = sampleSteps();
  sampleStep = steps[steps.length - 1];
  steps.forEach(step => select.append(new Option(String(step), String(step))));
  select.value = String(sampleStep);
  const again = () => {
    sampleStep = Number(select.value);
    sampleLimit = PAGE_OF_ROWS;
    drawSamples();
  };
  select.addEventListener('change', again);
  document.getElementById('sample-choice').addEventListener('change', again);
  document.getElementById('sample-filter').addEventListener('input', again);
  document.getElementById('sample-more').addEventListener('click', () => {
    sampleLimit += PAGE_OF_ROWS;
    drawSamples();
  });
  onChange(drawSamples);
  drawSamples();
}

function drawCharts() {
  const at = id => document.getElementById(id);
  const pick = point => showStep(point.step);
  chart(at('chart-curves'), curvesOption, pick);
  chart(at('chart-frontier'), frontierOption);
  chart(at('chart-accuracy'), accuracyOption);
  chart(at('chart-calibration'), calibrationOption);
  cells(at('chart-agreement'), report.agreements, m => m.measure, (m, width) => agreementOption(m, width));
  cells(at('chart-diagnostics'), measuredDiagnostics(), d => d.label, d => diagnosticOption(d), pick);
}

wirePage({curves: curvesCsv, frontier: frontierCsv, accuracy: accuracyCsv, calibration: calibrationCsv, agreement: agreementCsv, diagnostics: diagnosticsCsv, samples: samplesCsv});
wireCurves();
wireSamples();
drawCharts();
