package org.plumbline.core.material;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;

/** The materials of all jars on the class path, looked for when the first is asked for. */
public final class Embedded {
  /** What the name of a material begins with where a file could be named too. */
  public static final String PREFIX = "embedded:";

  private @Nullable List<Material> all;

  /** Whether a user means a material of this name. */
  public static boolean is(String name) {
    return name.startsWith(PREFIX);
  }

  /**
   * The material of this name and kind.
   *
   * @param name with its prefix
   * @param kind what it must be
   * @param what that kind in words, in the plural
   * @throws InvalidInputException if there is none, naming those that there are
   */
  public <M extends Material> M find(String name, Class<M> kind, String what) {
    String bare = name.substring(PREFIX.length());
    return all().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .filter(material -> material.name().equals(bare))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "there are no embedded %s called '%s'; there are: %s"
                        .formatted(what, name, names(kind))));
  }

  /** All of them, in the order of their providers. */
  public synchronized List<Material> all() {
    if (all == null) {
      all =
          ServiceLoader.load(MaterialProvider.class).stream()
              .flatMap(provider -> provider.get().materials().stream())
              .toList();
    }
    return all;
  }

  private String names(Class<? extends Material> kind) {
    String names =
        all().stream()
            .filter(kind::isInstance)
            .map(material -> PREFIX + material.name())
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "none" : names;
  }
}
