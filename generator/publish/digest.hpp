// The digest by which a repository names its objects and checks its packs. Used inside this room only.
#pragma once

#include <openssl/evp.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace benchfolio::publish {

// SHA-1 where names have 40 digits, SHA-256 where they have 64 (git's hash-function-transition document).
class GitDigest {
  public:
    explicit GitDigest(std::size_t digits);
    void add(std::string_view bytes);
    std::string taken();  // as bytes; nothing can be added any more

  private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

// "0a1b" of the bytes 0x0a 0x1b, and back; what is no digit counts as 0.
std::string hex(std::string_view bytes);
std::string bytes_of_hex(std::string_view digits);

}  // namespace benchfolio::publish
