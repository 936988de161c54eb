/// The Helm chart, rendered by Helm's own engine and held to what clusters ask for.
@NullMarked
package dev.grantflow.helm;

import org.jspecify.annotations.NullMarked;
