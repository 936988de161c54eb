package dev.grantflow.grant;

import java.math.BigInteger;
import java.util.regex.Pattern;

/// An amount of an asset, as Open Payments limits are given.
///
/// @param value in the asset's smallest unit, unsigned 64 bits
/// @param assetScale decimal places of the smallest unit, 0 to 255
public record Amount(BigInteger value, String assetCode, int assetScale) {

  public static final BigInteger VALUE_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,20}");

  /// @throws IllegalArgumentException when value or assetScale is out of range
  public Amount {
    if (value.signum() < 0 || value.compareTo(VALUE_MAX) > 0) {
      throw new IllegalArgumentException("value %s is not from 0 to 2^64 - 1".formatted(value));
    }
    if (assetScale < 0 || assetScale > 255) {
      throw new IllegalArgumentException("assetScale %d is not 0 to 255".formatted(assetScale));
    }
  }

  /// Whether the text is an unsigned 64-bit integer in decimal digits, as `value` is written.
  public static boolean isValue(String text) {
    return DIGITS.matcher(text).matches() && new BigInteger(text).compareTo(VALUE_MAX) <= 0;
  }
}
