// Draws a picture as SVG. Coordinates have one decimal, text is escaped, each role is a class of the stylesheet.
#pragma once

#include <string>
#include <string_view>

#include "chart/picture.hpp"

namespace benchfolio::svg {

// An <svg> element for a page, named and described (SVG-AAM: title and desc). It takes its colours from the page.
std::string draw(const chart::Picture& picture);

// The same as a file of its own: with the namespace, `style` and a background, on one line with its end.
std::string standalone(const chart::Picture& picture, std::string_view drawn, std::string_view style);

// A mark alone, 14 x 14, as in a legend; decorative, so without name.
std::string legend_mark(chart::Identity identity);

}  // namespace benchfolio::svg
