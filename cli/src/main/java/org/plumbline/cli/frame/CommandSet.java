package org.plumbline.cli.frame;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.error.Nearest;

/** All commands, by name; a command's class is not loaded before it is used. */
public record CommandSet(List<Entry> entries) {

  /**
   * A command that exists.
   *
   * @param name one or two words
   * @param summary what it does, one line
   */
  public record Entry(String name, String summary, Supplier<Command<?>> command) {
    int words() {
      return name.split(" ").length;
    }
  }

  public CommandSet {
    entries = List.copyOf(entries);
  }

  /** The command that these words begin with, if there is one. */
  public Optional<Entry> find(List<String> words) {
    return entries.stream()
        .filter(entry -> words.size() >= entry.words())
        .filter(entry -> String.join(" ", words.subList(0, entry.words())).equals(entry.name()))
        .max(Comparator.comparingInt(Entry::words));
  }

  /** Commands whose name begins with this word and has another. */
  List<Entry> group(String word) {
    return entries.stream().filter(entry -> entry.name().startsWith(word + " ")).toList();
  }

  /**
   * The command of this name.
   *
   * @throws InvalidInputException if there is none; the message names the nearest
   */
  public Entry named(String name) {
    return find(Arrays.asList(name.split(" ")))
        .filter(entry -> entry.name().equals(name))
        .orElseThrow(() -> unknown(name));
  }

  InvalidInputException unknown(String name) {
    return new InvalidInputException(
        "there is no command '%s'; %s".formatted(name, Nearest.hint(name, names())));
  }

  /** The names of all commands. */
  public List<String> names() {
    return entries.stream().map(Entry::name).toList();
  }
}
