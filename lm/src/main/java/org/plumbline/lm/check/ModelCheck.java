package org.plumbline.lm.check;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.plumbline.core.error.InvalidInputException;

/** Holds a model folder against a file of expected values; a new form of file is a class here. */
public final class ModelCheck {
  private static final List<CheckedForm> FORMS =
      List.of(
          new AdapterForm(),
          new ScoringForm(),
          new CausalForm(),
          new Seq2SeqForm(),
          new TopLogitsForm());

  private ModelCheck() {}

  /**
   * Loads the model and compares all that the file states.
   *
   * @return a result for each respect, failed ones among them
   * @throws InvalidInputException if the folder does not open, or the file has no form that is
   *     known
   */
  public static List<CheckResult> run(Path folder, ExpectedFile expected, Tolerances tolerances) {
    CheckedForm form =
        FORMS.stream()
            .filter(candidate -> candidate.fits(expected))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        "'%s' must state what one of these gives: %s; it has none of their values"
                            .formatted(
                                expected.name(),
                                FORMS.stream()
                                    .map(CheckedForm::name)
                                    .collect(Collectors.joining(", ")))));
    Checklist results = new Checklist(tolerances);
    form.check(folder, expected, results);
    return results.results();
  }
}
