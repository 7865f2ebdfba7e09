package org.plumbline.distill.optimize;

import org.plumbline.core.error.PlumblineException;

/** So many items failed that going on would waste what is left. */
final class TooManyFailures extends PlumblineException {
  private static final long serialVersionUID = 1;

  TooManyFailures(String message) {
    super(message);
  }
}
