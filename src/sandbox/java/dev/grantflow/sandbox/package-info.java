/// What developers run: real services, an authorization server to play with, and a story that shows
/// one grant after the other. None of it is in the production artifact.
@NullMarked
package dev.grantflow.sandbox;

import org.jspecify.annotations.NullMarked;
