package dev.grantflow;

/// What is wrong with one setting, seen by itself.
///
/// @param name the property or variable, as it was given
/// @param sentence for whoever starts the service: what is wrong, and the remedy
record Fault(String name, String sentence) {}
