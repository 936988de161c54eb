/// The images and `docker-compose.yml`: what is in them, and that they work together.
@NullMarked
package dev.grantflow.image;

import org.jspecify.annotations.NullMarked;
