"""Words in Latin letters or typed on the wrong keyboard → the Arabic words that were meant."""
