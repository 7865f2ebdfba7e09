package org.plumbline.core.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.plumbline.core.error.InvalidInputException;

/**
 * Reads data from JSON Lines, one object a line, as a stream that is to be closed; from another
 * {@link TableFormat} if the file's name ends so.
 *
 * <p>The path {@code -} is standard input. Blank lines are passed over. A row that breaks a rule is
 * refused or left out as {@link InvalidRows} says; the message names file and line, what was
 * expected, and what was there. A file without any usable row is refused at its end.
 */
public final class JsonLines {
  private JsonLines() {}

  /** Preferences in plain text. */
  public static Stream<Preference> preferences(Path path, Columns columns, InvalidRows invalid) {
    return preferences(path, columns, invalid, ChatWriter.NONE);
  }

  /**
   * Preferences: {@code chosen} and {@code rejected}, which must differ; {@code prompt}, {@code
   * margin} and {@code group} if there. Each may be chat messages: then {@code chosen} and {@code
   * rejected} are the assistant's turns after {@code prompt}, or whole chats.
   */
  public static Stream<Preference> preferences(
      Path path, Columns columns, InvalidRows invalid, ChatWriter chats) {
    return read(
        path, columns, invalid, line -> new ChatRow(Row.parse(line, columns), chats).preference());
  }

  /** Prompts in plain text. */
  public static Stream<Prompt> prompts(Path path, Columns columns, InvalidRows invalid) {
    return prompts(path, columns, invalid, ChatWriter.NONE);
  }

  /** Prompts: {@code prompt}, or chat {@code messages}; {@code group} if there. */
  public static Stream<Prompt> prompts(
      Path path, Columns columns, InvalidRows invalid, ChatWriter chats) {
    return read(
        path, columns, invalid, line -> new ChatRow(Row.parse(line, columns), chats).prompt());
  }

  /**
   * What is to be written on from: a row with {@code messages} is a chat, with {@code tools} if
   * there; any other a prompt.
   */
  public static Stream<Opening> openings(Path path, Columns columns, InvalidRows invalid) {
    return read(
        path,
        columns,
        invalid,
        line -> {
          Row row = Row.parse(line, columns);
          return row.has("messages") ? chat(row) : new ChatRow(row, ChatWriter.NONE).prompt();
        });
  }

  private static Chat chat(Row row) {
    return new Chat(row.messages(), row.tools());
  }

  /** Demonstrations: {@code completion}; {@code prompt} if there. */
  public static Stream<Demonstration> demonstrations(
      Path path, Columns columns, InvalidRows invalid) {
    return read(
        path,
        columns,
        invalid,
        line -> {
          Row row = Row.parse(line, columns);
          return new Demonstration(row.textOrEmpty("prompt"), row.filledText("completion"));
        });
  }

  /**
   * Examples to imitate: a row with {@code messages} is a chat, with {@code tools} if there; any
   * other a demonstration.
   */
  public static Stream<Example> examples(Path path, Columns columns, InvalidRows invalid) {
    return read(path, columns, invalid, line -> example(Row.parse(line, columns)));
  }

  private static Example example(Row row) {
    return row.has("messages")
        ? chat(row)
        : new Demonstration(row.textOrEmpty("prompt"), row.filledText("completion"));
  }

  /** Exchanges in plain text. */
  public static Stream<Exchange> exchanges(Path path, Columns columns, InvalidRows invalid) {
    return exchanges(path, columns, invalid, ChatWriter.NONE);
  }

  /**
   * Exchanges to be scored: {@code completion}, which may be empty, and {@code prompt} if there; or
   * chat {@code messages} of which the last is the assistant's.
   */
  public static Stream<Exchange> exchanges(
      Path path, Columns columns, InvalidRows invalid, ChatWriter chats) {
    return read(
        path, columns, invalid, line -> new ChatRow(Row.parse(line, columns), chats).exchange());
  }

  /** Answers to be compared with references: {@code completion}, which may be empty. */
  public static Stream<Answer> answers(Path path, Columns columns, InvalidRows invalid) {
    return read(
        path,
        columns,
        invalid,
        line -> {
          Row row = Row.parse(line, columns);
          return new Answer(row.nameOrEmpty("id"), row.text("completion"));
        });
  }

  /** References: {@code reference}, a text or a list; {@code id} and {@code group} if there. */
  public static Stream<References> references(Path path, Columns columns, InvalidRows invalid) {
    return read(
        path,
        columns,
        invalid,
        line -> {
          Row row = Row.parse(line, columns);
          return new References(
              row.nameOrEmpty("id"), row.nameOrEmpty("group"), row.texts("reference"));
        });
  }

  /**
   * Answers to questions: {@code question} and {@code answer}, or chat {@code messages} that end
   * with both; {@code id}, {@code reference} and {@code label} if there.
   */
  public static Stream<AnsweredQuestion> answeredQuestions(
      Path path, Columns columns, InvalidRows invalid) {
    return read(
        path,
        columns,
        invalid,
        line -> {
          Row row = Row.parse(line, columns);
          boolean chat = row.has("messages");
          return new AnsweredQuestion(
              row.nameOrEmpty("id"),
              chat ? said(row, "user", 2) : row.filledText("question"),
              row.textOrEmpty("reference"),
              chat ? said(row, "assistant", 1) : row.text("answer"),
              row.number("label"));
        });
  }

  /** What somebody says in a chat's message, counted from its end. */
  private static String said(Row row, String role, int fromEnd) {
    List<ObjectNode> messages = row.messages();
    int place = messages.size() - fromEnd;
    JsonNode message = place < 0 ? MissingNode.getInstance() : messages.get(place);
    if (!message.path("role").asText().equals(role) || !message.path("content").isTextual()) {
      throw new InvalidRowException(
          "a chat that ends with no answer",
          "'%s' must end with a user's message and the assistant's answer, both texts"
              .formatted(row.columns().in("messages")));
    }
    return message.path("content").asText();
  }

  /** Plain texts: {@code text}; of a file that ends in {@code .txt}, each line. */
  public static Stream<String> texts(Path path, Columns columns, InvalidRows invalid) {
    boolean plain = path.toString().endsWith(".txt");
    return read(
        path,
        columns,
        invalid,
        line -> plain ? Row.decode(line) : Row.parse(line, columns).filledText("text"));
  }

  static <T> Stream<T> read(
      Path path, Columns columns, InvalidRows invalid, Function<byte[], T> parse) {
    RowSource lines = RowFiles.open(path, columns, invalid);
    Iterator<T> rows = new Rows<>(lines, invalid, parse);
    Spliterator<T> spliterator =
        Spliterators.spliteratorUnknownSize(rows, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(spliterator, false).onClose(lines::close);
  }

  /** Usable rows, one ahead, so that the end of the file is noticed. */
  private static final class Rows<T> implements Iterator<T> {
    private final RowSource lines;
    private final InvalidRows invalid;
    private final Function<byte[], T> parse;
    private @Nullable T ahead;
    private boolean any;

    Rows(RowSource lines, InvalidRows invalid, Function<byte[], T> parse) {
      this.lines = lines;
      this.invalid = invalid;
      this.parse = parse;
    }

    @Override
    public boolean hasNext() {
      while (ahead == null) {
        byte[] line = lines.next();
        if (line == null) {
          requireAny();
          return false;
        }
        if (!isBlank(line)) {
          take(line);
        }
      }
      return true;
    }

    @Override
    public T next() {
      if (!hasNext() || ahead == null) {
        throw new NoSuchElementException();
      }
      T row = ahead;
      ahead = null;
      return row;
    }

    private void take(byte[] line) {
      try {
        ahead = parse.apply(line);
        any = true;
      } catch (InvalidRowException e) {
        invalid.handle(lines.place(), e);
      }
    }

    private void requireAny() {
      if (!any) {
        throw new InvalidInputException(
            invalid.total() == 0
                ? "data must hold at least one row; '%s' is empty".formatted(lines.source())
                : "data must hold at least one usable row; '%s' holds none (%s)"
                    .formatted(lines.source(), invalid));
      }
    }

    private static boolean isBlank(byte[] line) {
      for (byte b : line) {
        if (b != ' ' && b != '\t') {
          return false;
        }
      }
      return true;
    }
  }
}
