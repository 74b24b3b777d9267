// How a store is reached: what the command line says of it.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace benchfolio::archive {

enum class Addressing {
    automatic,  // by host name on AWS, by path at an endpoint that was named
    path,       // https://endpoint/bucket/key
    host        // https://bucket.endpoint/key
};

struct Access {
    // Each, where absent, is looked up as the AWS tools do: the environment, then the profile's configuration.
    std::optional<std::string> endpoint, region, profile;
    Addressing addressing = Addressing::automatic;
    bool sign_requests = true;  // false: ask anonymously, for public buckets
    // Where what was fetched of a published site may be kept; empty: nowhere.
    std::string cache;
    // Asked now and then; true ends what is under way with model::Error (interrupted).
    std::function<bool()> cancelled;
};

}  // namespace benchfolio::archive
