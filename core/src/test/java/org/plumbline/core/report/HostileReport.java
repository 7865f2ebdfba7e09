package org.plumbline.core.report;

import java.util.ArrayList;
import java.util.List;

/** Reports whose every text tries to break out of the page, or to burst it. */
final class HostileReport {
  static final List<String> TEXTS =
      List.of(
          "<script>alert(1)</script>",
          "</script><script>alert(2)</script>",
          "<!--<script>",
          "<img src=x onerror=alert(3)>",
          "\" onmouseover=\"alert(4)",
          "]]>{{title}} ${1} \u2028\u2029 &amp; \\u003c",
          "w".repeat(10_000));

  private HostileReport() {}

  static Report of() {
    return of(TEXTS);
  }

  /** Two thousand rows of long texts. */
  static Report huge() {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      texts.add("<&> a long text ".repeat(60) + i);
    }
    return of(texts);
  }

  private static Report of(List<String> texts) {
    Report example = ExampleReport.of(1);
    List<Arm> arms = new ArrayList<>();
    for (int i = 0; i < example.arms().size(); i++) {
      Arm arm = example.arms().get(i);
      String label = TEXTS.get(i == 2 ? 6 : i);
      arms.add(new Arm(label, label, arm.kind(), arm.curves()));
    }
    List<SampleRow> samples = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      samples.add(
          new SampleRow(
              240,
              text,
              i,
              List.of(
                  new Sample(Arm.INITIAL, text, 1.0, 0.5, null),
                  new Sample(arms.get(0).name(), text + " " + text, 1.0, 0.5, null))));
    }
    List<SampleRow> first = new ArrayList<>();
    for (int i = 0; i < TEXTS.size(); i++) {
      first.add(
          new SampleRow(
              240, "prompt", i, List.of(new Sample(Arm.INITIAL, TEXTS.get(i), null, null, null))));
    }
    first.addAll(samples);
    List<RunFacts.Option> options =
        TEXTS.stream().map(text -> new RunFacts.Option(text, text, text)).toList();
    List<RunFacts.Input> inputs =
        TEXTS.stream().map(text -> new RunFacts.Input(text, text, text)).toList();
    return new Report(
        TEXTS.get(0),
        new Verdict(TEXTS, TEXTS, example.verdict().comparisons()),
        new GoldReward(TEXTS.get(1), TEXTS.get(3), TEXTS.get(6), TEXTS.get(2)),
        arms,
        Frontier.of(arms),
        List.of(Accuracy.of(TEXTS.get(6), Accuracy.Kind.MEMBER, TEXTS.get(1), 5, 9)),
        List.of(new CalibrationBin(TEXTS.get(6), 0.5, 0.5, 0.4, 0.6, 9)),
        List.of(
            new AgreementMatrix(
                TEXTS.get(3),
                List.of(TEXTS.get(6), TEXTS.get(1)),
                List.of(List.of(1.0, 0.8), List.of(0.8, 1.0)))),
        first,
        List.of(
            new RunFacts(
                TEXTS.get(6),
                TEXTS.get(6),
                1,
                TEXTS.get(3),
                TEXTS.get(1),
                List.of(new RunFacts.Phase(TEXTS.get(6), 1, null, null)),
                options,
                inputs,
                List.of(new RunFacts.Version(TEXTS.get(6), TEXTS.get(0))))));
  }
}
