package org.plumbline.lm.text;

import static org.plumbline.core.error.Require.require;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.plumbline.core.error.InvalidInputException;
import org.plumbline.lm.protobuf.WireReader;

/**
 * A sentencepiece model: the parts of its protocol buffer ({@code sentencepiece_model.proto}) that
 * say how a text is cut.
 *
 * @param pieces in the order of their ids
 * @param algorithm how pieces are chosen
 * @param byteFallback whether what no piece spells becomes bytes
 * @param bosId -1 if there is none
 * @param eosId -1 if there is none
 * @param charsMap the compiled rules of normalisation; empty for none
 * @param dummyPrefix whether a text is read as if a space stood before it
 * @param removeExtraSpaces whether spaces around a text, and all but one in a row, are dropped
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
record SentencePieceModel(
    List<Piece> pieces,
    Algorithm algorithm,
    boolean byteFallback,
    int bosId,
    int eosId,
    byte[] charsMap,
    boolean dummyPrefix,
    boolean removeExtraSpaces) {

  /** How pieces are chosen. */
  enum Algorithm {
    UNIGRAM,
    BPE,
    WORD,
    CHAR
  }

  /** What a piece is, in the order of its numbers in the file, from 1 on. */
  enum Type {
    NORMAL,
    UNKNOWN,
    CONTROL,
    USER_DEFINED,
    UNUSED,
    BYTE
  }

  /** A token: its spelling, in which U+2581 is a space, and its log-probability or rank. */
  record Piece(String text, double score, Type type) {}

  /**
   * Reads a model.
   *
   * @param name what messages call it
   * @throws InvalidInputException if it is none, or of a kind that cannot be used
   */
  static SentencePieceModel read(byte[] bytes, String name) {
    Reader reader = new Reader();
    try {
      reader.fields(bytes, reader::model);
    } catch (IOException | ArithmeticException e) {
      throw new InvalidInputException(
          "'%s' must be a sentencepiece model, but breaks off or is damaged; fetch it again"
              .formatted(name),
          e);
    }
    require(
        !reader.pieces.isEmpty(),
        "'%s' must be a sentencepiece model, but holds no pieces; it is another kind of file",
        name);
    SentencePieceModel model = reader.build();
    require(
        model.algorithm == Algorithm.UNIGRAM || model.algorithm == Algorithm.BPE,
        "the sentencepiece model '%s' must be of the kind unigram or bpe, but is of the kind %s",
        name,
        model.algorithm);
    require(
        !reader.suffix && reader.escape,
        "the sentencepiece model '%s' must mark spaces at the beginning of its pieces, as almost"
            + " all do; save a tokenizer.json with the library that made it",
        name);
    return model;
  }

  /** What one field of a message means. */
  @FunctionalInterface
  private interface Field {
    /** Takes its value, or returns false to pass over it. */
    boolean take(int number, int wireType, WireReader in) throws IOException;
  }

  private static final class Reader {
    private final List<Piece> pieces = new ArrayList<>();
    private int algorithm = 1;
    private boolean byteFallback;
    private int bosId = 1;
    private int eosId = 2;
    private byte[] charsMap = {};
    private boolean dummyPrefix = true;
    private boolean removeExtraSpaces = true;
    private boolean escape = true;
    private boolean suffix;
    private String text = "";
    private double score;
    private int type;

    SentencePieceModel build() {
      Algorithm[] known = Algorithm.values();
      return new SentencePieceModel(
          List.copyOf(pieces),
          known[Math.max(1, Math.min(known.length, algorithm)) - 1],
          byteFallback,
          bosId,
          eosId,
          charsMap,
          dummyPrefix,
          removeExtraSpaces);
    }

    void fields(byte[] message, Field field) throws IOException {
      WireReader in = new WireReader(new ByteArrayInputStream(message));
      for (long tag = in.tagOrEnd(); tag >= 0; tag = in.tagOrEnd()) {
        int wireType = (int) (tag & 7);
        if (!field.take(Math.toIntExact(tag >>> 3), wireType, in)) {
          in.skip(wireType);
        }
      }
    }

    boolean model(int number, int wireType, WireReader in) throws IOException {
      if (wireType != WireReader.BYTES || number > 3) {
        return false;
      }
      byte[] message = in.bytes(in.varint());
      switch (number) {
        case 1 -> piece(message);
        case 2 -> fields(message, this::trainer);
        default -> fields(message, this::normalizer);
      }
      return true;
    }

    private void piece(byte[] message) throws IOException {
      text = "";
      score = 0;
      type = 1;
      fields(message, this::pieceField);
      Type[] known = Type.values();
      if (type < 1 || type > known.length) {
        throw new IOException("a piece of the unknown type " + type);
      }
      pieces.add(new Piece(text, score, known[type - 1]));
    }

    private boolean pieceField(int number, int wireType, WireReader in) throws IOException {
      switch (number) {
        case 1 -> text = in.string(in.varint());
        case 2 -> score = in.float32();
        case 3 -> type = (int) in.varint();
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean trainer(int number, int wireType, WireReader in) throws IOException {
      switch (number) {
        case 3 -> algorithm = (int) in.varint();
        case 24 -> suffix = in.varint() != 0;
        case 35 -> byteFallback = in.varint() != 0;
        case 41 -> bosId = (int) in.varint();
        case 42 -> eosId = (int) in.varint();
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean normalizer(int number, int wireType, WireReader in) throws IOException {
      switch (number) {
        case 2 -> charsMap = in.bytes(in.varint());
        case 3 -> dummyPrefix = in.varint() != 0;
        case 4 -> removeExtraSpaces = in.varint() != 0;
        case 5 -> escape = in.varint() != 0;
        default -> {
          return false;
        }
      }
      return true;
    }
  }
}
