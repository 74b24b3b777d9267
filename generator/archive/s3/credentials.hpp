// Settings and credentials, found as the AWS tools find them: the environment, then a profile of the shared files.
//
// Source: AWS CLI User Guide, "Configuration settings and precedence". Not done are the kinds that ask another service
// or program for credentials; where a profile has one, the error says how to get them into the environment.
#pragma once

#include <optional>
#include <string>

#include "archive/access.hpp"
#include "archive/s3/address.hpp"
#include "archive/s3/profiles.hpp"
#include "archive/s3/signature.hpp"
#include "system/environment.hpp"

namespace benchfolio::archive::s3 {

class Configuration {
  public:
    // Reads the shared files. Throws model::Error (usage) for a profile that is asked for and not there.
    Configuration(const Access& access, system::Environment environment);

    // Throws model::Error (usage) for a style of addressing that does not exist.
    Settings settings() const;
    // Nothing where there are none, or none are to be used. Throws model::Error (usage) where half of them is missing,
    // or they are of a kind that is not read.
    std::optional<Credentials> credentials() const;
    // Where credentials were looked for, for a person.
    std::string looked_in() const;

  private:
    const Access& access_;
    system::Environment environment_;
    std::string profile_, config_path_, credentials_path_;
    Section config_, stored_;       // the profile's section of either file
    std::string service_endpoint_;  // of the "services" section that the profile names

    std::string shared_file(const std::string& variable, const std::string& name) const;
    void read_files();
    std::optional<Credentials> from_environment() const;
    std::optional<Credentials> from_profile() const;
    void refuse_other_kinds() const;
};

}  // namespace benchfolio::archive::s3
