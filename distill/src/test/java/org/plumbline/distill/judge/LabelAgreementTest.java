package org.plumbline.distill.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class LabelAgreementTest {

  @Test
  void agreementByHand() {
    // Weighted by squared differences: observed (0 + 1 + 0 + 1) / 4, expected 2.5 + 0 squared gap.
    LabelAgreement agreement =
        LabelAgreement.of(new double[] {1, 2, 3, 4}, new double[] {1, 3, 3, 3});
    double[] a = {1, 2, 3, 4};
    double[] b = {1, 3, 3, 3};
    double observed = 0;
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      observed += (a[i] - b[i]) * (a[i] - b[i]) / 4;
      for (int j = 0; j < 4; j++) {
        expected += (a[i] - b[j]) * (a[i] - b[j]) / 16;
      }
    }
    assertEquals(1 - observed / expected, agreement.kappa().orElseThrow(), 1e-12);
    assertEquals(0.7745966692, agreement.spearman().value(), 1e-9);
    assertEquals(0.7071067812, agreement.kendall(), 1e-9);
    assertTrue(agreement.spearman().low() < 0.77 && agreement.spearman().high() <= 1);
  }

  @Test
  void aConstantJudgeHasNoCorrelation() {
    LabelAgreement agreement = LabelAgreement.of(new double[] {7, 7, 7}, new double[] {1, 5, 9});
    assertTrue(Double.isNaN(agreement.kendall()));
    assertEquals(0, agreement.kappa().orElseThrow(), 1e-12);
    assertTrue(
        LabelAgreement.of(new double[] {7, 7}, new double[] {7, 7}).kappa().isEmpty(),
        "nothing varies");
  }
}
