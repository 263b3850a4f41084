/**
 * Looks for the signatures of the images that pods want (EciImage), out of everybody's way, and
 * writes down what came of it. Only the leading operator does; what follows from it is policy's.
 */
@NullMarked
package dev.eci.operator.imagesignatures;

import org.jspecify.annotations.NullMarked;
