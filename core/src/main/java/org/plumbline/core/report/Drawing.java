package org.plumbline.core.report;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What a figure of a {@link ChartPage} draws. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface Drawing {

  /**
   * Curves.
   *
   * @param x title of the axis, with the unit
   * @param y the same
   */
  record Lines(String x, String y, List<Line> lines) implements Drawing {
    public Lines {
      lines = List.copyOf(lines);
    }
  }

  /**
   * One curve.
   *
   * @param points [x, y] each, in the order of x
   */
  record Line(String label, int colour, boolean dashed, List<double[]> points) {
    public Line {
      points = List.copyOf(points);
    }
  }

  /**
   * Level bars from 0, several of each category beside one another.
   *
   * @param x title of the axis, with the unit
   */
  record Bars(String x, List<String> categories, List<Series> series) implements Drawing {
    public Bars {
      categories = List.copyOf(categories);
      series = List.copyOf(series);
    }
  }

  /** One bar of each category. */
  record Series(String label, int colour, double[] values) {}

  /**
   * Distributions over three outcomes as points of a triangle.
   *
   * @param corners names of the outcomes, three
   */
  record Triangle(List<String> corners, List<Mark> marks) implements Drawing {
    public Triangle {
      corners = List.copyOf(corners);
      marks = List.copyOf(marks);
    }
  }

  /**
   * One distribution.
   *
   * @param shares of the three outcomes, with sum 1
   */
  record Mark(String label, int colour, double[] shares) {}
}
