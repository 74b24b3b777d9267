// Numbers as the data files carry them. A large archive publishes tens of millions of them, so this does what
// std::to_chars(..., general, 7) does, several times faster; where its arithmetic could be wrong it calls that.
#pragma once

#include <string>

namespace benchfolio::site::downloads {

// Appends the value with seven significant digits, as printf's %.7g writes it: 0.00139, 1e-05. The value is finite.
void append_number(std::string& text, double value);

}  // namespace benchfolio::site::downloads
