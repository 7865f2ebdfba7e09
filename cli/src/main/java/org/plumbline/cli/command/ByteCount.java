package org.plumbline.cli.command;

import java.util.Locale;

/** Numbers of bytes as people read them. */
final class ByteCount {
  private ByteCount() {}

  /** In kB, MB or GB, which are powers of a thousand. */
  static String describe(long bytes) {
    if (bytes < 1_000_000) {
      return String.format(Locale.ROOT, "%.1f kB", bytes / 1e3);
    }
    return bytes < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.2f GB", bytes / 1e9);
  }
}
