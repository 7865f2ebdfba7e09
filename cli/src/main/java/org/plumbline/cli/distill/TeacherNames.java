package org.plumbline.cli.distill;

import static org.plumbline.core.error.Require.require;

import java.nio.file.Path;
import java.util.Optional;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;
import org.plumbline.distill.http.Endpoint;
import org.plumbline.distill.http.EndpointsFile;
import org.plumbline.distill.llm.Prices;

/** What the names of models mean that a user gives. */
final class TeacherNames {
  private static final String REPLAY = "replay:";
  private static final String RECORD = "record:";

  private final Optional<EndpointsFile> endpoints;
  private final double timeout;

  /** What a name means. */
  sealed interface Named {
    record Server(Endpoint endpoint) implements Named {}

    record Recording(Path file) implements Named {}

    record Folder(String name) implements Named {}

    /** Another one, whose answers go into a file. */
    record Recorded(Path file, Named model) implements Named {}

    /** What its tokens cost. */
    default Prices prices() {
      return switch (this) {
        case Server server -> server.endpoint.price();
        case Recording recording -> Prices.FREE;
        case Folder folder -> Prices.FREE;
        case Recorded recorded -> recorded.model().prices();
      };
    }
  }

  TeacherNames(TeacherOptions options) {
    this.endpoints =
        options.endpoints().isEmpty()
            ? Optional.empty()
            : Optional.of(EndpointsFile.read(Path.of(options.endpoints())));
    this.timeout = options.timeout();
  }

  /**
   * What this name means.
   *
   * @throws InvalidInputException if it is an address without a model
   */
  Named find(String name) {
    Optional<Endpoint> known = endpoints.flatMap(file -> file.find(name));
    if (known.isPresent()) {
      return new Named.Server(timed(known.get()));
    }
    if (name.startsWith(RECORD)) {
      int mark = name.indexOf('=');
      require(
          mark > RECORD.length() && mark < name.length() - 1,
          "a model whose answers are recorded is named record:FILE=MODEL, such as"
              + " record:calls.jsonl=http://127.0.0.1:8091/v1#teacher (got '%s')",
          name);
      return new Named.Recorded(
          Path.of(name.substring(RECORD.length(), mark)), find(name.substring(mark + 1)));
    }
    if (name.startsWith(REPLAY)) {
      return new Named.Recording(Path.of(name.substring(REPLAY.length())));
    }
    if (name.contains("://")) {
      int mark = name.lastIndexOf('#');
      require(
          mark > 0 && mark < name.length() - 1,
          "a model behind a server is named URL#MODEL, such as http://127.0.0.1:8091/v1#teacher"
              + " (the model is missing)");
      String url = name.substring(0, mark);
      String model = name.substring(mark + 1);
      return new Named.Server(timed(Endpoint.of(model, url, model)));
    }
    return new Named.Folder(name);
  }

  /** What else a name could have meant that is no folder either. */
  InvalidInputException unknown(String name, InvalidInputException cause) {
    String hint =
        endpoints
            .map(
                file ->
                    "'%s' has none of that name, %s"
                        .formatted(file.source(), Nearest.hint(name, file.endpoints().keySet())))
            .orElse("a name of an endpoint needs --endpoints FILE");
    return new InvalidInputException(
        "a model must be URL#MODEL, a name of the endpoints file, a model folder or replay:FILE (got '%s'); %s"
            .formatted(name, hint),
        cause);
  }

  private Endpoint timed(Endpoint endpoint) {
    return timeout > 0 ? endpoint.withCallSeconds(timeout) : endpoint;
  }
}
