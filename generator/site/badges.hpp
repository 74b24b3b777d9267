// Badges: small standing pictures of how things are, for a README elsewhere.
#pragma once

#include <string>
#include <vector>

#include "site/site.hpp"

namespace benchfolio::site {

struct Badge {
    std::string path;            // relative to the site's root; never changes
    std::string label, message;  // "benchmarks", "2 regressions"
    enum class Tone { plain, good, bad } tone = Tone::plain;
};

// What there is to decide, then the geometric mean of each shown testbed that ran in the last 90 nights: of every set.
std::vector<Badge> badges(const Content& content);

// The picture: its width follows from its text, and it says the same to those who do not see it.
std::string badge_svg(const Badge& badge);

// Hands all of them to the sink.
void render_badges(const Content& content, const FileSink& sink);

}  // namespace benchfolio::site
