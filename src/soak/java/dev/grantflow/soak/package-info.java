/// Two replicas under load while everything around them breaks, and an audit afterwards. What is
/// done when follows from a seed; how the threads meet does not.
@NullMarked
package dev.grantflow.soak;

import org.jspecify.annotations.NullMarked;
