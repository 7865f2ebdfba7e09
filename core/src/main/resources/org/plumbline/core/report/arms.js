/* The report, and which of its arms are shown. */

const report = data.report;
const shown = report.arms.map(() => true);

function armColour(arm) {
  return colour(arm.colour);
}

function armSymbol(arm) {
  return SYMBOLS[arm.colour];
}

function shownArms() {
  return report.arms.filter((arm, i) => shown[i]);
}
