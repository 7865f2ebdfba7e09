package org.plumbline.lm.check;

import java.nio.file.Path;

/** One form of files of expected values: how it is known, and what is compared. */
interface CheckedForm {

  /** What messages call models of this form. */
  String name();

  /** Whether a file has this form. */
  boolean fits(ExpectedFile expected);

  /**
   * Loads what the folder holds and compares.
   *
   * @param results where the results go
   */
  void check(Path folder, ExpectedFile expected, Checklist results);
}
