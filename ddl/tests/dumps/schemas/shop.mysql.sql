-- A shop's schema, with what MySQL and MariaDB have of their own.
SET NAMES utf8mb4;
ALTER DATABASE CHARACTER SET utf8mb4;

CREATE TABLE `country` (
  `code` char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `name` varchar(60) NOT NULL,
  PRIMARY KEY (`code`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='ISO 3166-1';

CREATE TABLE `customers` (
  `id` int unsigned NOT NULL AUTO_INCREMENT,
  `email` varchar(120) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci NOT NULL,
  `first_name` varchar(40) NOT NULL,
  `last_name` varchar(40) NOT NULL COMMENT 'as on the passport, don''t shorten',
  `sex` enum('f','m','x') DEFAULT NULL,
  `interests` set('music','sport','books','travel') NOT NULL DEFAULT 'books',
  `birth_year` year DEFAULT NULL,
  `flags` bit(8) NOT NULL DEFAULT b'0',
  `is_active` tinyint(1) NOT NULL DEFAULT 1,
  `country_code` char(2) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  `credit_limit` decimal(10,2) unsigned NOT NULL DEFAULT 0.00,
  `settings` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL CHECK (json_valid(`settings`)),
  `created_at` timestamp NOT NULL DEFAULT current_timestamp(),
  `updated_at` datetime(3) DEFAULT NULL ON UPDATE current_timestamp(3),
  `deleted_at` datetime DEFAULT NULL,
  `full_name` varchar(81) GENERATED ALWAYS AS (concat(`first_name`,' ',`last_name`)) VIRTUAL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uk_email` (`email`),
  KEY `by_name` (`last_name`(10),`first_name`),
  KEY `by_country` (`country_code`),
  FULLTEXT KEY `ft_name` (`last_name`),
  CONSTRAINT `fk_customer_country` FOREIGN KEY (`country_code`) REFERENCES `country` (`code`) ON UPDATE CASCADE,
  CONSTRAINT `credit_is_sane` CHECK (`credit_limit` between 0 and 50000)
) ENGINE=InnoDB AUTO_INCREMENT=1001 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE `category` (
  `id` smallint NOT NULL AUTO_INCREMENT,
  `parent_id` smallint DEFAULT NULL,
  `slug` varchar(40) NOT NULL,
  `position` mediumint(8) unsigned zerofill NOT NULL DEFAULT 00000000,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uk_slug` (`slug`(12)),
  CONSTRAINT `fk_category_parent` FOREIGN KEY (`parent_id`) REFERENCES `category` (`id`) ON DELETE SET NULL
) ENGINE=InnoDB;

CREATE TABLE `products` (
  `sku` varchar(16) NOT NULL,
  `category_id` smallint NOT NULL,
  `name` varchar(120) NOT NULL,
  `price` decimal(8,2) NOT NULL,
  `sale_price` decimal(8,2) DEFAULT NULL,
  `weight` float DEFAULT NULL,
  `volume` double(10,3) DEFAULT NULL,
  `thumbnail` blob DEFAULT NULL,
  `fingerprint` binary(16) NOT NULL,
  `description` mediumtext DEFAULT NULL,
  `state` varchar(12) NOT NULL DEFAULT 'draft',
  `available_from` date NOT NULL,
  `available_to` date DEFAULT NULL,
  PRIMARY KEY (`sku`),
  UNIQUE KEY `uk_fingerprint` (`fingerprint`),
  KEY `by_category` (`category_id`,`price`),
  CONSTRAINT `fk_product_category` FOREIGN KEY (`category_id`) REFERENCES `category` (`id`),
  CONSTRAINT `price_is_positive` CHECK (`price` > 0),
  CONSTRAINT `sale_is_lower` CHECK (`sale_price` is null or `sale_price` <= `price`),
  CONSTRAINT `state_is_known` CHECK (`state` in ('draft','live','retired')),
  CONSTRAINT `ends_later` CHECK (`available_to` is null or `available_to` > `available_from`)
) ENGINE=InnoDB COMMENT='what is sold';

CREATE TABLE `product_tags` (
  `sku` varchar(16) NOT NULL,
  `tag` varchar(20) NOT NULL,
  PRIMARY KEY (`sku`,`tag`),
  CONSTRAINT `fk_tag_product` FOREIGN KEY (`sku`) REFERENCES `products` (`sku`) ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE `orders` (
  `id` bigint NOT NULL AUTO_INCREMENT,
  `customer_id` int unsigned NOT NULL,
  `placed_on` date NOT NULL,
  `status` enum('new','paid','sent','cancelled') NOT NULL DEFAULT 'new',
  `total` decimal(12,2) NOT NULL,
  `note` text DEFAULT NULL,
  PRIMARY KEY (`id`,`placed_on`),
  KEY `by_customer` (`customer_id`)
) ENGINE=InnoDB
 PARTITION BY RANGE COLUMNS(`placed_on`)
(PARTITION `p202501` VALUES LESS THAN ('2025-02-01') ENGINE = InnoDB,
 PARTITION `p202502` VALUES LESS THAN ('2025-03-01') ENGINE = InnoDB,
 PARTITION `p202503` VALUES LESS THAN ('2025-04-01') ENGINE = InnoDB);

CREATE TABLE `order_items` (
  `order_no` bigint NOT NULL,
  `line` tinyint unsigned NOT NULL,
  `sku` varchar(16) NOT NULL,
  `quantity` smallint NOT NULL DEFAULT 1,
  `delivered_at` time DEFAULT NULL,
  PRIMARY KEY (`order_no`,`line`),
  CONSTRAINT `fk_item_product` FOREIGN KEY (`sku`) REFERENCES `products` (`sku`),
  CONSTRAINT `some` CHECK (`quantity` >= 1 and `quantity` <= 99)
) ENGINE=InnoDB;

CREATE TABLE `visits` (
  `day` int NOT NULL,
  `page` varchar(80) NOT NULL,
  `hits` int unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY (`day`,`page`)
) ENGINE=InnoDB
 PARTITION BY LIST (`day`)
(PARTITION `weekdays` VALUES IN (1,2,3,4,5) ENGINE = InnoDB,
 PARTITION `weekend` VALUES IN (6,7) ENGINE = InnoDB);

CREATE TABLE `shop` (
  `id` int NOT NULL AUTO_INCREMENT,
  `head_id` int DEFAULT NULL,
  `place` varchar(60) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB;

CREATE TABLE `worker` (
  `id` int NOT NULL AUTO_INCREMENT,
  `shop_id` int NOT NULL,
  `code` char(6) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `uk_code` (`shop_id`,`code`),
  CONSTRAINT `fk_worker_shop` FOREIGN KEY (`shop_id`) REFERENCES `shop` (`id`)
) ENGINE=InnoDB;

ALTER TABLE `shop` ADD CONSTRAINT `fk_shop_head` FOREIGN KEY (`head_id`) REFERENCES `worker` (`id`);

CREATE VIEW `live_products` AS SELECT `sku`, `name` FROM `products` WHERE `state` = 'live';

DELIMITER ;;
CREATE TRIGGER `order_note` BEFORE UPDATE ON `orders` FOR EACH ROW BEGIN
  IF NEW.note = '' THEN SET NEW.note = NULL; END IF;
END;;
CREATE PROCEDURE `forget`(IN days INT) BEGIN
  DELETE FROM visits WHERE hits = 0; DELETE FROM customers WHERE deleted_at < now() - INTERVAL days DAY;
END;;
DELIMITER ;

INSERT INTO `country` VALUES ('KR','대한민국'),('DE','Germany; it''s in Europe'),('FR','France');
