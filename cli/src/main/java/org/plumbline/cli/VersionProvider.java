package org.plumbline.cli;

import picocli.CommandLine.IVersionProvider;

/**
 * What {@code plumb --version} prints: our version, as the JAR's manifest has it, and the JDK in
 * use.
 */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    String version = Plumb.class.getPackage().getImplementationVersion();
    return new String[] {
      "plumb %s (Java %s, %s)"
          .formatted(
              version == null ? "from classes" : version,
              Runtime.version(),
              System.getProperty("java.vm.vendor"))
    };
  }
}
