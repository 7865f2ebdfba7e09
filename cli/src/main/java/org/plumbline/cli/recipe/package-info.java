/** Recipes of stages: read {@link org.plumbline.cli.recipe.RecipeRun} first. */
@NullMarked
package org.plumbline.cli.recipe;

import org.jspecify.annotations.NullMarked;
