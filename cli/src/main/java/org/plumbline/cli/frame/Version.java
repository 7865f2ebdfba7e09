package org.plumbline.cli.frame;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Properties;
import org.plumbline.core.error.FailedException;

/** Versions of what numbers depend on. */
public final class Version {
  private Version() {}

  /** Plumbline's own, as the build wrote it. */
  public static String plumbline() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new FailedException("cannot read the version: " + e.getMessage(), e);
    }
    return properties.getProperty("version", "unknown");
  }

  /** What {@code plumb --version} prints. */
  public static String line() {
    return "plumb %s (Java %s, %s)"
        .formatted(plumbline(), Runtime.version(), System.getProperty("java.vm.vendor"));
  }

  /** All of them, by name. */
  public static Map<String, String> all() {
    return Map.of("plumbline", plumbline(), "java", Runtime.version().toString());
  }
}
