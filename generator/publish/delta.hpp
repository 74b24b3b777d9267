// How one text follows from another, in git's encoding of deltas: stretches to be copied out of the base, and bytes to
// be inserted (git's gitformat-pack document, "Deltified representation"). Used inside this room only.
#pragma once

#include <string>
#include <string_view>

namespace benchfolio::publish {

// What makes `target` of `base`. All that is copied costs about as much, however long it is, and each byte inserted
// some; the cheapest way from the end of the target back to its beginning is found, stretch by stretch (the optimal
// parse of Storer and Szymanski, "Data compression via textual substitution", J. ACM 29 (1982)). Git itself takes the
// first stretch that it meets: for one more night of a site, a fifth more bytes.
std::string delta(std::string_view base, std::string_view target);

}  // namespace benchfolio::publish
