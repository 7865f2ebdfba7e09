package org.plumbline.lm.template;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;

/** Python's {@code strftime} of the present time, in English. */
final class DateFormat {
  private DateFormat() {}

  static String format(String format, Clock clock) {
    ZonedDateTime now = ZonedDateTime.now(clock);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 == format.length()) {
        out.append(c);
        continue;
      }
      char directive = format.charAt(++i);
      boolean unpadded = directive == '-' && i + 1 < format.length();
      if (unpadded) {
        directive = format.charAt(++i);
      }
      String text = directive(directive, now);
      out.append(unpadded ? text.replaceFirst("^[0 ]+(?=.)", "") : text);
    }
    return out.toString();
  }

  private static String directive(char directive, ZonedDateTime now) {
    return switch (directive) {
      case 'a' -> now.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'A' -> now.getDayOfWeek().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'b', 'h' -> now.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
      case 'B' -> now.getMonth().getDisplayName(TextStyle.FULL, Locale.ENGLISH);
      case 'd' -> two(now.getDayOfMonth());
      case 'e' -> String.format(Locale.ROOT, "%2d", now.getDayOfMonth());
      case 'f' -> String.format(Locale.ROOT, "%06d", now.get(ChronoField.MICRO_OF_SECOND));
      case 'H' -> two(now.getHour());
      case 'I' -> two(now.get(ChronoField.CLOCK_HOUR_OF_AMPM));
      case 'j' -> String.format(Locale.ROOT, "%03d", now.getDayOfYear());
      case 'm' -> two(now.getMonthValue());
      case 'M' -> two(now.getMinute());
      case 'p' -> now.getHour() < 12 ? "AM" : "PM";
      case 'S' -> two(now.getSecond());
      case 'u' -> String.valueOf(now.getDayOfWeek().getValue());
      case 'w' -> String.valueOf(now.getDayOfWeek().getValue() % 7);
      case 'y' -> two(now.getYear() % 100);
      case 'Y' -> String.valueOf(now.getYear());
      case 'D' -> directives("m/d/y", now);
      case 'F' -> directives("Y-m-d", now);
      case 'R' -> directives("H:M", now);
      case 'T' -> directives("H:M:S", now);
      case 's' -> String.valueOf(now.toEpochSecond());
      // Python's local time has no zone here.
      case 'z', 'Z' -> "";
      case 'n' -> "\n";
      case 't' -> "\t";
      case '%' -> "%";
      case 'c' ->
          DateTimeFormatter.ofPattern("EEE MMM", Locale.ENGLISH).format(now)
              + " "
              + directive('e', now)
              + " "
              + directives("H:M:S Y", now);
      case 'x' -> directives("m/d/y", now);
      case 'X' -> directives("H:M:S", now);
      default ->
          throw TemplateError.unsupported("the directive '%%%s' of strftime".formatted(directive));
    };
  }

  private static String directives(String letters, ZonedDateTime now) {
    StringBuilder out = new StringBuilder();
    for (char c : letters.toCharArray()) {
      out.append(Character.isLetter(c) ? directive(c, now) : String.valueOf(c));
    }
    return out.toString();
  }

  private static String two(int number) {
    return String.format(Locale.ROOT, "%02d", number);
  }
}
