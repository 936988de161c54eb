/// The names, help texts and buckets of all metrics, in one place. Nobody uses it: it finds the
/// metrics by their names when they are registered.
@NullMarked
package dev.grantflow.metrics;

import org.jspecify.annotations.NullMarked;
