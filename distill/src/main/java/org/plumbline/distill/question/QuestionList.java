package org.plumbline.distill.question;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The questions in what a model wrote when it was asked for a list of them.
 *
 * <p>Numbered in any of the usual ways, with bullets, {@code Q:}, bold or not, a JSON array whole
 * or cut, or bare lines that end with a question mark. What introduces or closes the list, headings
 * and answers are left out and counted.
 *
 * @param questions in their order; empty if there is no list
 * @param leftOut lines that are no questions
 */
public record QuestionList(List<String> questions, int leftOut) {
  private static final JsonMapper JSON = new JsonMapper();

  /** Ways to begin an item; what is optional before and behind them is emphasis. */
  private static final String NUMBER =
      "(?:[（(\\[]\\s*(?:\\d{1,3}|[一二三四五六七八九十]{1,3})\\s*[）)\\]][.、:：]?"
          + "|\\d{1,3}\\s*(?:[)）、．：:]|\\.(?!\\d))"
          + "|[一二三四五六七八九十]{1,3}\\s*[、.．:：)）]"
          + "|第\\s*(?:\\d{1,3}|[一二三四五六七八九十]{1,3})\\s*[题问个]+[:：、.]?"
          + "|[①-⑳])";

  private static final String BULLET = "(?:[-*+•·▪–—●](?=\\s)|[•·▪●])";
  private static final String LABEL = "(?:(?:Q(?:uestion)?|问题|提问|问)\\s*\\d{0,3}\\s*[:：.)、]\\s?)";
  private static final String EMPHASIS = "(?:\\*\\*|__|\\*(?=\\S)|`)?";
  private static final Pattern ITEM =
      Pattern.compile(
          "^\\s*(?:#{1,6}\\s+)?(?:%2$s\\s*)?%1$s\\s*(?:%3$s|%4$s)\\s*%1$s\\s*(?:%4$s)?|^\\s*(?:#{1,6}\\s+)?%2$s\\s*(?:%4$s)?"
              .formatted(EMPHASIS, BULLET, NUMBER, LABEL),
          Pattern.CASE_INSENSITIVE);
  private static final Pattern ANSWER =
      Pattern.compile(
          "^\\s*(?:[-*]\\s+)?(?:\\*\\*|__)?(?:A(?:nswer)?\\s*\\d{0,3}|答案?|回答|解答)\\s*[:：].*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern THOUGHT = Pattern.compile("(?is)^.*</think>");
  private static final Pattern CODE_FENCE = Pattern.compile("(?m)^\\s*```[a-zA-Z]*\\s*$");
  private static final Pattern STRING = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"(\\s*:)?");
  private static final Pattern NEXT_ON_THE_LINE =
      Pattern.compile("(?<=[?？。.!！])\\s*(?=\\d{1,3}(?:[)）、．]|\\.\\s))");
  private static final Pattern ENDED = Pattern.compile(".*[?？。.!！…][\"”’')）*_`]*\\s*$");
  private static final Pattern ASKS = Pattern.compile(".*[?？][\"”’')）*_`]*\\s*$");
  private static final Pattern LETTERS = Pattern.compile("\\p{L}.*\\p{L}", Pattern.DOTALL);

  public QuestionList {
    questions = List.copyOf(questions);
  }

  /**
   * Reads a list.
   *
   * @param truncated whether the text ended because the most tokens were reached; its last item is
   *     then left out, for nobody knows what it would have become
   */
  public static QuestionList parse(String text, boolean truncated) {
    String plain =
        CODE_FENCE.matcher(THOUGHT.matcher(text).replaceFirst("")).replaceAll("").strip();
    if (plain.startsWith("[") || plain.startsWith("{")) {
      Optional<QuestionList> json = json(plain);
      if (json.isPresent()) {
        return json.get();
      }
    }
    QuestionList list = lines(plain);
    if (!truncated || list.questions.isEmpty()) {
      return list;
    }
    return new QuestionList(list.questions.subList(0, list.questions.size() - 1), list.leftOut + 1);
  }

  /** Of a whole document, or of the whole texts in one that was cut. */
  private static Optional<QuestionList> json(String text) {
    List<String> found = new ArrayList<>();
    try {
      collect(JSON.readTree(text), found);
    } catch (JsonProcessingException e) {
      collectStrings(text, found);
    }
    List<String> questions = found.stream().map(QuestionList::clean).toList();
    List<String> kept = questions.stream().filter(QuestionList::isWorded).toList();
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(new QuestionList(kept, questions.size() - kept.size()));
  }

  private static void collect(JsonNode node, List<String> found) {
    if (node.isTextual()) {
      found.add(node.textValue());
    } else if (node.isObject()) {
      collectObject(node, found);
    } else {
      node.forEach(child -> collect(child, found));
    }
  }

  /** The question of an object that has one; else whatever list it holds. */
  private static void collectObject(JsonNode object, List<String> found) {
    for (String key : List.of("question", "Question", "问题", "q", "Q", "text")) {
      if (object.path(key).isTextual()) {
        found.add(object.path(key).textValue());
        return;
      }
    }
    for (JsonNode child : object) {
      if (child.isContainerNode()) {
        collect(child, found);
      }
    }
  }

  /** Texts of a broken document that are closed; beside keys those alone that are questions. */
  private static void collectStrings(String text, List<String> found) {
    Matcher strings = STRING.matcher(text);
    boolean objects = text.contains("{");
    String key = "";
    while (strings.find()) {
      String value = unescaped(strings.group());
      if (strings.group(2) != null) {
        key = strings.group(1);
      } else if (!objects || key.matches("(?i)q(uestion)?|问题|text|questions")) {
        found.add(value);
      }
    }
  }

  private static String unescaped(String literal) {
    try {
      return JSON.readTree(literal).asText();
    } catch (JsonProcessingException e) {
      return literal.substring(1, literal.lastIndexOf('"'));
    }
  }

  private static QuestionList lines(String text) {
    List<String> lines = text.lines().map(String::stripTrailing).toList();
    if (lines.stream().filter(QuestionList::isItem).count() <= 1) {
      lines = lines.stream().flatMap(line -> NEXT_ON_THE_LINE.splitAsStream(line)).toList();
    }
    return lines.stream().anyMatch(QuestionList::isItem) ? marked(lines) : bare(lines);
  }

  private static boolean isItem(String line) {
    return !ANSWER.matcher(line).matches() && ITEM.matcher(line).lookingAt();
  }

  /**
   * Lines that begin with a mark are items; one that goes on from an unfinished item belongs to it.
   */
  private static QuestionList marked(List<String> lines) {
    List<String> items = new ArrayList<>();
    int leftOut = 0;
    boolean open = false;
    for (String line : lines) {
      if (line.isBlank()) {
        open = false;
      } else if (isItem(line)) {
        items.add(ITEM.matcher(line).replaceFirst(""));
        open = !ENDED.matcher(line).matches();
      } else if (open && !ANSWER.matcher(line).matches()) {
        items.set(items.size() - 1, items.getLast() + " " + line.strip());
        open = !ENDED.matcher(line).matches();
      } else {
        leftOut++;
        open = false;
      }
    }
    List<String> questions =
        items.stream().map(QuestionList::clean).filter(QuestionList::isWorded).toList();
    return new QuestionList(questions, leftOut + items.size() - questions.size());
  }

  private static QuestionList bare(List<String> lines) {
    List<String> filled = lines.stream().filter(line -> !line.isBlank()).toList();
    List<String> questions =
        filled.stream()
            .filter(line -> ASKS.matcher(line).matches() && !ANSWER.matcher(line).matches())
            .map(QuestionList::clean)
            .filter(QuestionList::isWorded)
            .toList();
    return new QuestionList(questions, filled.size() - questions.size());
  }

  /** Without emphasis, quotation marks around all of it, and the commas of a list in code. */
  private static String clean(String item) {
    String text = item.replaceAll("\\*\\*|__", "").replaceAll("\\s+", " ").strip();
    // Models number what they were told to number: "2. 2. Why ...", "Question: 1. Why ...".
    text = text.replaceFirst("^" + LABEL, "").strip().replaceFirst("^" + NUMBER + "\\s+", "");
    if (text.matches("^[\"“'].*[\"”'],?$")) {
      text = text.replaceFirst("[\"”'],?$", "").substring(1);
    }
    return text.replaceFirst("[\\\\]+$", "").strip();
  }

  /** Whether it says something and is no heading. */
  private static boolean isWorded(String text) {
    return LETTERS.matcher(text).find() && !text.endsWith(":") && !text.endsWith("：");
  }
}
