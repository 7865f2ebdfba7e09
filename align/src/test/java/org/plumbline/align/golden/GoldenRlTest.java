package org.plumbline.align.golden;

import java.util.List;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.plumbline.testkit.GoldenFile;
import org.plumbline.testkit.GoldenSuite;

/** Every case of golden-rl.json, held against the classes that the product uses. */
class GoldenRlTest {

  @TestFactory
  List<DynamicNode> everyCaseAgreesWithTwoIndependentComputations() {
    GoldenSuite suite = new GoldenSuite(GoldenFile.load(getClass(), "golden-rl.json"));
    MaskedReductionCases.register(suite);
    PolicyCases.register(suite);
    KlCases.register(suite);
    RewardModelCases.register(suite);
    AggregatorCases.register(suite);
    BestOfNCases.register(suite);
    WarmCases.register(suite);
    AverageCases.register(suite);
    OptimizerCases.register(suite);
    AdamWCases.register(suite);
    StatisticsCases.register(suite);
    return suite.tests();
  }
}
