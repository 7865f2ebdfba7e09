package org.plumbline.distill.http;

import java.io.IOException;

/** No whole answer came: no connection, silence, or a cut. */
final class BrokenOffException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean connected;

  /**
   * Such an end.
   *
   * @param connected whether there was a connection, so that the server may have worked
   */
  BrokenOffException(String message, boolean connected, Throwable cause) {
    super(message, cause);
    this.connected = connected;
  }

  BrokenOffException(String message) {
    super(message);
    this.connected = true;
  }

  boolean connected() {
    return connected;
  }
}
