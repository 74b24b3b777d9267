// Text in a picture: how wide it will be, and where labels go that would lie on each other.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace benchfolio::chart {

// The width of `text` in pixels, from above: the page's font is not known, so this is that of a wide one (Verdana,
// DejaVu).
double text_width(std::string_view text, double font_size);

// `text`, where it would be wider than `pixels` its end after an ellipsis: names of a kind differ in their ends.
std::string fitted(std::string_view text, double font_size, double pixels);

// The same with the ellipsis inside: where both ends tell names apart, "bench_matm…512 · sparse".
std::string fitted_inside(std::string_view text, double font_size, double pixels);

// Positions in [low, high] as near to `wanted` as they can be while at least `pitch` apart, by least squares (pooling
// adjacent violators; Barlow et al. 1972). In the order of `wanted`; equal wishes keep their order. Where there is no
// room for all, they go on beyond `high`.
std::vector<double> place_labels(const std::vector<double>& wanted, double pitch, double low, double high);

}  // namespace benchfolio::chart
