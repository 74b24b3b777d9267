// The Enter key, while something else is going on.
#pragma once

namespace benchfolio::cli {

// Whether there is a person at a terminal who can press it.
bool has_enter_key();

// Whether it was pressed since this was last asked. Never waits.
bool enter_was_pressed();

}  // namespace benchfolio::cli
