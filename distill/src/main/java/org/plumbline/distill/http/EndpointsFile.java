package org.plumbline.distill.http;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.core.options.GivenValue;
import org.plumbline.core.options.OptionSchema;
import org.plumbline.core.options.OptionsFile;

/**
 * Endpoints by name, from a YAML file with a list below {@code endpoints}.
 *
 * @param source what messages call it
 * @param endpoints by name, in the order of the file
 */
public record EndpointsFile(String source, Map<String, Endpoint> endpoints) {
  private static final String LIST = "endpoints";

  public EndpointsFile {
    endpoints = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(endpoints));
  }

  /**
   * Reads a file.
   *
   * @throws InvalidInputException with what is unknown, missing, twice there or out of range, and
   *     where
   */
  public static EndpointsFile read(Path file) {
    OptionsFile yaml = OptionsFile.read(file, List.of(LIST));
    if (!yaml.options().isEmpty()) {
      String key = yaml.options().keySet().iterator().next();
      throw new InvalidInputException(
          "'%s' must hold a list 'endpoints' and nothing else (got '%s'); %s"
              .formatted(file, key, Nearest.hint(key, List.of(LIST))));
    }
    Map<String, Endpoint> endpoints = new LinkedHashMap<>();
    for (Map<String, GivenValue> given : yaml.lists().getOrDefault(LIST, List.of())) {
      Endpoint endpoint = endpoint(file, given, endpoints.size() + 1);
      if (endpoints.put(endpoint.name(), endpoint) != null) {
        throw new InvalidInputException(
            "endpoints must have names of their own ('%s' is there twice in '%s'); call one of them otherwise"
                .formatted(endpoint.name(), file));
      }
    }
    return new EndpointsFile(file.toString(), endpoints);
  }

  /** The endpoint of this name. */
  public Optional<Endpoint> find(String name) {
    return Optional.ofNullable(endpoints.get(name));
  }

  private static Endpoint endpoint(Path file, Map<String, GivenValue> given, int number) {
    try {
      return OptionSchema.of(Endpoint.defaults()).bind(given, Map.of()).value();
    } catch (InvalidInputException e) {
      GivenValue name = given.get("name");
      throw new InvalidInputException(
          "endpoint %s of '%s': %s"
              .formatted(name == null ? number : "'" + name + "'", file, e.getMessage()),
          e);
    }
  }
}
