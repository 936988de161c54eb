package dev.grantflow.helm;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a PromQL expression names.
public record Expression(String text) {

  private static final Pattern METRIC =
      Pattern.compile("\\b((?:grantflow|kafka|hikaricp|jvm|process|http)_[a-z_]+|up)(\\{[^}]*})?");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

  public List<String> metrics() {
    return METRIC.matcher(text).results().map(it -> it.group(1)).distinct().toList();
  }

  /// Labels that are looked at in this metric, with the values that they are held against.
  public Map<String, List<String>> matchers(String metric) {
    return METRIC
        .matcher(text)
        .results()
        .filter(it -> it.group(1).equals(metric) && it.group(2) != null)
        .flatMap(it -> MATCHER.matcher(Objects.requireNonNull(it.group(2))).results())
        .collect(
            Collectors.toMap(
                it -> it.group(1), it -> List.of(it.group(2).split("\\|")), (one, _) -> one));
  }

  /// Labels that results are told apart by.
  List<String> by() {
    return BY.matcher(text)
        .results()
        .flatMap(it -> Stream.of(it.group(1).split(", ")))
        .distinct()
        .toList();
  }

  boolean isBalanced() {
    return count("(") == count(")") && count("{") == count("}") && count("[") == count("]");
  }

  private long count(String sign) {
    return text.chars().filter(it -> it == sign.charAt(0)).count();
  }
}
