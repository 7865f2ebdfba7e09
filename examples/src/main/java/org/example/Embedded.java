package org.example;

import java.util.ServiceLoader;
import org.plumbline.core.material.Material;
import org.plumbline.core.material.MaterialProvider;

/** What comes with the jars on the class path; on the command line it is {@code embedded:NAME}. */
final class Embedded {
  private Embedded() {}

  static Material material(String name) {
    return ServiceLoader.load(MaterialProvider.class).stream()
        .flatMap(provider -> provider.get().materials().stream())
        .filter(material -> material.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
