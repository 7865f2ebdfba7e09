package org.plumbline.core.error;

import java.util.Objects;

/**
 * What Plumbline throws when the work cannot go on; the subclass says what the caller can do about
 * it.
 */
public abstract class PlumblineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  protected PlumblineException(String message) {
    super(message);
  }

  protected PlumblineException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Always there, unlike that of other exceptions. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }
}
