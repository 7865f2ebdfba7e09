package org.plumbline.demo.wordnet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What follows the bar in a line of WordNet.
 *
 * @param definition its first clause, without the notes in parentheses; may be empty
 * @param notes what stood in parentheses, for example {@code botany} or {@code ethnic slur}
 * @param examples the quoted texts, as they stand
 */
record Gloss(String definition, List<String> notes, List<String> examples) {
  private static final Pattern QUOTED = Pattern.compile("(?<![A-Za-z0-9])\"([^\"]+)\"");
  private static final Pattern NOTE = Pattern.compile("\\(([^()]*)\\)");
  // "put (something) into" needs its object; "(usually in a bowl)" is an aside.
  private static final Pattern OBJECT =
      Pattern.compile(
          "(an? |the )?(something|someone|somebody|object|person|people|one's \\w+|action|[a-z]+ing)");

  private static final Pattern SPACES = Pattern.compile("\\s+");
  private static final Pattern SPACE_BEFORE = Pattern.compile(" ([,.:])");
  private static final Pattern EDGES = Pattern.compile("^[:,.\\s]+|[:,.\\s]+$");

  static Gloss parse(String text) {
    var examples = new ArrayList<String>();
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      examples.add(quoted.group(1).strip());
    }
    int end = text.indexOf("; \"");
    String head = end >= 0 ? text.substring(0, end) : text;
    var notes = new ArrayList<String>();
    String definition = clause(withoutNotes(head, notes));
    return new Gloss(definition, List.copyOf(notes), List.copyOf(examples));
  }

  private static String withoutNotes(String text, List<String> notes) {
    String rest = text;
    while (true) {
      Matcher note = NOTE.matcher(rest);
      if (!note.find()) {
        return rest;
      }
      String inside = note.group(1).strip();
      boolean object = note.start() > 0 && OBJECT.matcher(inside).matches();
      if (!object) {
        notes.add(inside);
      }
      rest = rest.substring(0, note.start()) + (object ? inside : "") + rest.substring(note.end());
    }
  }

  private static String clause(String text) {
    int end = text.indexOf(';');
    String clause = (end >= 0 ? text.substring(0, end) : text).replace('`', '\'');
    String spaced = SPACES.matcher(clause).replaceAll(" ");
    return EDGES.matcher(SPACE_BEFORE.matcher(spaced).replaceAll("$1")).replaceAll("");
  }
}
