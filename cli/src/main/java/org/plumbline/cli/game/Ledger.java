package org.plumbline.cli.game;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.core.file.DurableFiles;
import org.plumbline.core.run.ContentHash;

/**
 * The rounds of a game as JSON: each with the hash of its content and of the round before, so that
 * nothing in the middle can be exchanged.
 *
 * @param rounds in their order
 */
public record Ledger(List<Entry> rounds) {
  /** The file's name in a run folder. */
  public static final String FILE = "ledger.json";

  private static final String FORMAT = "plumbline-ledger-1";
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  /**
   * A round with the hash that the ledger states.
   *
   * @param tree as it stands in the file, without the hash
   * @param hash the stated one
   */
  public record Entry(LedgerRound round, ObjectNode tree, String hash) {

    /** Of what stands there, by its values: spaces and line ends do not count. */
    String trueHash() {
      return ContentHash.of(tree.toString()).hex();
    }
  }

  public Ledger {
    rounds = List.copyOf(rounds);
  }

  /** A ledger without rounds. */
  public static Ledger empty() {
    return new Ledger(List.of());
  }

  /** Hash of the last round; empty without one. */
  public String lastHash() {
    return rounds.isEmpty() ? "" : rounds.getLast().hash();
  }

  /** The same ledger with one more round. */
  public Ledger with(LedgerRound round) {
    ObjectNode tree = tree(round);
    List<Entry> more = new ArrayList<>(rounds);
    more.add(new Entry(round, tree, ContentHash.of(tree.toString()).hex()));
    return new Ledger(more);
  }

  /** A round as it stands in a ledger. */
  static ObjectNode tree(LedgerRound round) {
    try {
      // Through text, so that numbers have the types that a reader gives them.
      return (ObjectNode) JSON.readTree(JSON.writeValueAsString(round));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a round of plain values can be written", e);
    }
  }

  /** Writes it. */
  public void write(Path file) {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    ArrayNode list = root.putArray("rounds");
    for (Entry entry : rounds) {
      list.add(entry.tree().deepCopy().put("hash", entry.hash()));
    }
    try {
      DurableFiles.write(file, root.toPrettyString() + "\n");
    } catch (IOException e) {
      throw DurableFiles.failure(
          "write the ledger to '%s'".formatted(file), "Make room and play again", e);
    }
  }

  /**
   * Reads one.
   *
   * @param file the ledger, or a run folder that holds it
   * @throws InvalidInputException if it is none
   */
  public static Ledger read(Path file) {
    Path ledger = Files.isDirectory(file) ? file.resolve(FILE) : file;
    try {
      JsonNode root = JSON.readTree(Files.readString(ledger));
      if (root == null || !root.path("format").asText().equals(FORMAT)) {
        throw new InvalidInputException(
            "'%s' is no ledger: its 'format' must be %s. Give what 'plumb game play' wrote"
                .formatted(ledger, FORMAT));
      }
      List<Entry> entries = new ArrayList<>();
      for (JsonNode node : root.path("rounds")) {
        ObjectNode tree = ((ObjectNode) node).deepCopy();
        JsonNode hash = tree.remove("hash");
        entries.add(
            new Entry(
                JSON.treeToValue(tree, LedgerRound.class),
                tree,
                hash == null ? "" : hash.asText()));
      }
      return new Ledger(entries);
    } catch (JsonProcessingException | ClassCastException e) {
      throw new InvalidInputException(
          "'%s' is no ledger that can be read: %s".formatted(ledger, e.getMessage()), e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the ledger '%s': %s".formatted(ledger, DurableFiles.reason(e)), e);
    }
  }
}
